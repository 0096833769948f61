/** Owns what one person likes on this machine: appearance, keys, recent commands; kept by the browser, the same in every window. */
import { createStore, type StoreApi } from "zustand/vanilla";

export const DENSITIES = ["comfortable", "compact"] as const;
export const TIMES = ["relative", "iso"] as const;
export const MOTIONS = ["system", "reduced"] as const;

export interface Preferences {
  readonly density: (typeof DENSITIES)[number];
  /** How times are told in tables: by the clock and by age, or as ISO 8601 in full. */
  readonly times: (typeof TIMES)[number];
  readonly motion: (typeof MOTIONS)[number];
  /** Percent; only where the host can zoom its windows. */
  readonly zoom: number;
  /** Tell the person, through the system, when a connection is closed by a policy or an operator. */
  readonly notifiesKicks: boolean;
  /** Keys that differ from the table of commands, by its ids. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Ids of the palette's last commands, newest first. */
  readonly recent: readonly string[];
  /** The tour is offered until it was taken or put away. */
  readonly isTourOver: boolean;
}

export const DEFAULT_PREFERENCES: Preferences = {
  density: "comfortable",
  times: "relative",
  motion: "system",
  zoom: 100,
  notifiesKicks: false,
  keys: {},
  recent: [],
  isTourOver: false,
};

export const ZOOM = { least: 50, most: 200, step: 10 } as const;

const KEY = "signalbox-preferences";
const RECENT_KEPT = 8;

export interface PreferencesState extends Preferences {
  change(changed: Partial<Preferences>): void;
  /** Undefined takes the table's own keys back. */
  setKeys(id: string, keys: readonly string[] | undefined): void;
  remember(id: string): void;
}

/** Where preferences are kept; `window` is one. A browser that keeps nothing (private mode, blocked) costs only the memory. */
export interface PreferencesHome {
  readonly localStorage: Pick<Storage, "getItem" | "setItem">;
  addEventListener(type: "storage", listener: (event: StorageEvent) => void): void;
}

export function createPreferencesStore(home: PreferencesHome): StoreApi<PreferencesState> {
  const store = createStore<PreferencesState>((set, get) => {
    const change = (changed: Partial<Preferences>) => {
      set(changed);
      keep(home, preferencesOf(get()));
    };
    return {
      ...read(home),
      change,
      setKeys: (id, keys) => {
        const { [id]: _, ...others } = get().keys;
        change({ keys: keys === undefined ? others : { ...others, [id]: keys } });
      },
      remember: (id) => change({ recent: [id, ...get().recent.filter((other) => other !== id)].slice(0, RECENT_KEPT) }),
    };
  });
  // Another window of this person changed something.
  home.addEventListener("storage", ({ key, newValue }) => {
    if (key === KEY) store.setState(parsePreferences(newValue));
  });
  return store;
}

/** What is stored, each wrong part replaced by its default: an older or a newer version may have written it. */
export function parsePreferences(text: string | null): Preferences {
  const stored = recordOf(parseJson(text));
  const { zoom, notifiesKicks, isTourOver } = stored;
  return {
    density: DENSITIES.find((known) => known === stored.density) ?? DEFAULT_PREFERENCES.density,
    times: TIMES.find((known) => known === stored.times) ?? DEFAULT_PREFERENCES.times,
    motion: MOTIONS.find((known) => known === stored.motion) ?? DEFAULT_PREFERENCES.motion,
    zoom: typeof zoom === "number" && zoom >= ZOOM.least && zoom <= ZOOM.most ? zoom : DEFAULT_PREFERENCES.zoom,
    notifiesKicks: notifiesKicks === true,
    keys: Object.fromEntries(
      Object.entries(recordOf(stored.keys)).flatMap(([id, keys]) => (Array.isArray(keys) ? [[id, textsOf(keys)]] : [])),
    ),
    recent: Array.isArray(stored.recent) ? textsOf(stored.recent).slice(0, RECENT_KEPT) : [],
    isTourOver: isTourOver === true,
  };
}

function preferencesOf(state: PreferencesState): Preferences {
  const { density, times, motion, zoom, notifiesKicks, keys, recent, isTourOver } = state;
  return { density, times, motion, zoom, notifiesKicks, keys, recent, isTourOver };
}

function read(home: PreferencesHome): Preferences {
  try {
    return parsePreferences(home.localStorage.getItem(KEY));
  } catch {
    // A browser may forbid storage altogether.
    return DEFAULT_PREFERENCES;
  }
}

function keep(home: PreferencesHome, preferences: Preferences): void {
  try {
    home.localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // The wish holds for this window all the same.
  }
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textsOf(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === "string");
}
