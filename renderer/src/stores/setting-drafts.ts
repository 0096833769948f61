/** Owns what a person has typed into settings and not saved yet: it outlives screens, refusals and a lost link. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Access, Settings, SettingsPatch } from "../../../broker/contract/nouns.ts";
import type { ConsoleClient } from "../console/client.ts";
import { refusalOf } from "../console/refusal.ts";
import type { LiveView } from "./live.ts";

/** A right as it is typed. */
export interface TypedRight {
  readonly pattern: string;
  readonly access: Access;
}

/** What stands in a control. */
export type Typed = string | boolean | readonly TypedRight[];

export interface SettingDraft {
  readonly typed: Typed;
  /** What the broker said of it, or why it did not hear; null while it was not asked. */
  readonly problem: string | null;
  readonly isSaving: boolean;
}

export type SettingKey = keyof Settings;

export interface SettingDraftsState {
  readonly drafts: Readonly<Partial<Record<SettingKey, SettingDraft>>>;
  type(key: SettingKey, typed: Typed): void;
  discard(key: SettingKey): void;
  /** Sends one setting; what was typed goes only when the broker has taken it. */
  save(key: SettingKey, patch: SettingsPatch): Promise<void>;
}

/** How long a saved value waits to be seen in the live view before it is taken for seen. */
const SEEN_MS = 2_000;

export function createSettingDraftsStore(
  client: Pick<ConsoleClient, "settings">,
  live: StoreApi<LiveView>,
): StoreApi<SettingDraftsState> {
  return createStore<SettingDraftsState>((set, get) => {
    const put = (key: SettingKey, draft: SettingDraft | undefined) =>
      set(({ drafts: { [key]: _, ...others } }) => ({ drafts: draft ? { ...others, [key]: draft } : others }));
    return {
      drafts: {},
      type: (key, typed) => put(key, { typed, problem: null, isSaving: false }),
      discard: (key) => put(key, undefined),
      save: async (key, patch) => {
        const sent = get().drafts[key];
        if (!sent || sent.isSaving) return;
        put(key, { ...sent, problem: null, isSaving: true });
        // What is typed stays until the live view shows it, or the old value would flash up in between.
        const problem = await problemOf(async () => seen(live, (await client.settings.update(patch)).revision));
        const now = get().drafts[key];
        // Typed on meanwhile: that is not saved yet.
        if (now && now.typed !== sent.typed) return put(key, { ...now, isSaving: false });
        put(key, problem === null ? undefined : { ...sent, problem, isSaving: false });
      },
    };
  });
}

async function seen(live: StoreApi<LiveView>, revision: number): Promise<void> {
  const isSeen = (view: LiveView) => view.phase === "live" && view.data.revision >= revision;
  if (isSeen(live.getState())) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, SEEN_MS);
    const forget = live.subscribe((view) => {
      if (isSeen(view)) done();
    });
    function done(): void {
      clearTimeout(timer);
      forget();
      resolve();
    }
  });
}

async function problemOf(call: () => Promise<unknown>): Promise<string | null> {
  try {
    await call();
    return null;
  } catch (error) {
    return refusalOf(error).message;
  }
}
