/** Owns what stands in the composer: it stays while the person is elsewhere. */
import { createStore, type StoreApi } from "zustand/vanilla";

export interface MessageDraft {
  /** Whose socket sends; null is the operator, undefined the first client that is online. */
  readonly clientId: string | null | undefined;
  readonly topic: string;
  readonly template: string;
  readonly format: "json" | "text";
  readonly everyMs: number;
  readonly jitterMs: number;
  /** null = until it is stopped. */
  readonly count: number | null;
}

export interface DraftState {
  readonly draft: MessageDraft;
  change(part: Partial<MessageDraft>): void;
}

const FIRST: MessageDraft = {
  clientId: undefined,
  topic: "home/hall/door",
  template: '{ "open": true, "battery": {{random 60 100}}, "seq": {{seq}} }',
  format: "json",
  everyMs: 250,
  jitterMs: 0,
  count: null,
};

export function createDraftStore(): StoreApi<DraftState> {
  return createStore<DraftState>((set, get) => ({
    draft: FIRST,
    change: (part) => set({ draft: { ...get().draft, ...part } }),
  }));
}
