/** Owns what a person has typed into settings and not saved yet: it outlives screens, refusals and a lost link. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Access, Settings, SettingsPatch } from "../../../broker/contract/nouns.ts";
import type { ConsoleClient } from "../console/client.ts";
import { refusalOf } from "../console/refusal.ts";

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

export function createSettingDraftsStore(client: Pick<ConsoleClient, "settings">): StoreApi<SettingDraftsState> {
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
        const problem = await problemOf(() => client.settings.update(patch));
        const now = get().drafts[key];
        // Typed on meanwhile: that is not saved yet.
        if (now && now.typed !== sent.typed) return put(key, { ...now, isSaving: false });
        put(key, problem === null ? undefined : { ...sent, problem, isSaving: false });
      },
    };
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
