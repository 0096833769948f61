/** Owns the pending edits of this window: undo, the preview that is kept current, and Save. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Edit, EditEffect, EditPreview } from "../../../broker/contract/edits.ts";
import type { LiveState } from "../../../broker/contract/live-reduce.ts";
import type { ConsoleClient } from "../console/client.ts";
import { type OperatorRefusal, refusalOf } from "../console/refusal.ts";
import type { Report } from "./faults.ts";
import type { LiveView } from "./live.ts";
import {
  type CellAccess,
  countOf,
  editsOf,
  NOTHING_PENDING,
  type PendingEdits,
  rebased,
  withCell,
  withEdits,
} from "./pending-edits.ts";
import { rightsOf } from "./saved-rights.ts";
import { guarded } from "./taking.ts";

/** What saving did, for the verdict. */
export interface SavedVerdict {
  readonly revision: number;
  readonly effect: EditEffect;
  readonly atMs: number;
}

export type Applied =
  | { readonly ok: true; readonly created: readonly { readonly id: string; readonly secret?: string | undefined }[] }
  | { readonly ok: false; readonly refusal: OperatorRefusal };

export interface PendingState {
  readonly pending: PendingEdits;
  readonly past: readonly PendingEdits[];
  /** The last preview that was answered, and whether a newer one is on its way. */
  readonly preview: EditPreview | null;
  readonly isPreviewing: boolean;
  readonly isSaving: boolean;
  /** Why the engine refused the preview or the save. */
  readonly refusal: OperatorRefusal | null;
  readonly verdict: SavedVerdict | null;
  setCell(tokenId: string, tagId: string, access: CellAccess): void;
  add(edits: readonly Edit[]): void;
  undo(): void;
  discard(): void;
  save(): Promise<void>;
  /** Applies edits at once, beside what is pending: dialogs use it. Answers what was made, or why not. */
  apply(edits: readonly Edit[]): Promise<Applied>;
  dismissVerdict(): void;
}

/** Bundles a burst of clicks into one question; short enough to feel immediate. */
const PREVIEW_DELAY_MS = 80;
/** Connections come and go all the time; the preview follows them at this pace. */
const FOLLOW_MS = 1_000;

export function createPendingStore(
  client: ConsoleClient,
  live: StoreApi<LiveView>,
  report: Report,
): StoreApi<PendingState> {
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const data = (): LiveState | undefined => {
    const view = live.getState();
    return view.phase === "live" || view.phase === "stale" ? view.data : undefined;
  };
  const edits = () => {
    const known = data();
    return known ? editsOf(store.getState().pending, rightsOf(known.permissions)) : [];
  };

  const store = createStore<PendingState>((set, get) => {
    const change = (next: PendingEdits) => {
      const { pending, past } = get();
      if (next === pending) return;
      set({ pending: next, past: [...past, pending].slice(-200), refusal: null, verdict: null });
      schedule(PREVIEW_DELAY_MS);
    };
    return {
      pending: NOTHING_PENDING,
      past: [],
      preview: null,
      isPreviewing: false,
      isSaving: false,
      refusal: null,
      verdict: null,
      setCell: (tokenId, tagId, access) => {
        const known = data();
        if (known) change(withCell(get().pending, rightsOf(known.permissions), { tokenId, tagId, access }));
      },
      add: (added) => {
        const known = data();
        if (known) change(withEdits(get().pending, rightsOf(known.permissions), added));
      },
      undo: () => {
        const past = get().past;
        const before = past.at(-1);
        if (!before) return;
        set({ pending: before, past: past.slice(0, -1), refusal: null });
        schedule(PREVIEW_DELAY_MS);
      },
      discard: () => {
        if (countOf(get().pending) > 0) change(NOTHING_PENDING);
      },
      save: async () => {
        const sent = edits();
        if (sent.length === 0 || get().isSaving) return;
        set({ isSaving: true, refusal: null });
        try {
          const effect = await client.edits.apply({ edits: [...sent] });
          const verdict = { revision: effect.revision, effect, atMs: Date.now() };
          set({ pending: NOTHING_PENDING, past: [], preview: null, isSaving: false, verdict });
        } catch (error) {
          set({ isSaving: false, refusal: refusalOf(error) });
        }
      },
      apply: async (sent) => {
        try {
          const effect = await client.edits.apply({ edits: [...sent] });
          set({ verdict: { revision: effect.revision, effect, atMs: Date.now() } });
          return { ok: true, created: effect.created };
        } catch (error) {
          return { ok: false, refusal: refusalOf(error) };
        }
      },
      dismissVerdict: () => set({ verdict: null }),
    };
  });

  const ask = async () => {
    const question = edits();
    const mine = ++asked;
    if (question.length === 0) return store.setState({ preview: null, isPreviewing: false });
    try {
      const preview = await client.access.preview({ edit: [...question] });
      if (mine === asked) store.setState({ preview, isPreviewing: false, refusal: null });
    } catch (error) {
      if (mine === asked) store.setState({ isPreviewing: false, refusal: refusalOf(error) });
    }
  };

  const schedule = (delayMs: number) => {
    clearTimeout(timer);
    store.setState({ isPreviewing: countOf(store.getState().pending) > 0 });
    timer = setTimeout(ask, delayMs);
  };

  let followed: ReturnType<typeof setTimeout> | undefined;
  const onLive = (view: LiveView, before: LiveView) => {
    if (view.phase !== "live") return;
    const { pending } = store.getState();
    if (countOf(pending) === 0) return;
    const old = before.phase === "live" || before.phase === "stale" ? before.data : undefined;
    const { permissions, tokens, tags } = view.data;
    if (old?.permissions !== permissions || old.tokens.size !== tokens.size || old.tags.size !== tags.size) {
      const next = rebased(pending, rightsOf(permissions), {
        token: (id) => tokens.has(id),
        tag: (id) => tags.has(id),
      });
      if (next !== pending) store.setState({ pending: next });
      return schedule(PREVIEW_DELAY_MS);
    }
    if (old.connections === view.data.connections || followed) return;
    followed = setTimeout(() => {
      followed = undefined;
      void ask();
    }, FOLLOW_MS);
  };
  live.subscribe(guarded("The pending edits", report, onLive));

  return store;
}
