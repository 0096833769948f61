/** Owns the tester's question, its answer, and the checks before it. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Edit, Explanation } from "../../../broker/contract/edits.ts";
import type { ConsoleClient } from "../console/client.ts";
import { refusalOf } from "../console/refusal.ts";

export type TesterAction = "subscribe" | "publish";

export interface Check {
  readonly tokenId: string;
  readonly action: TesterAction;
  readonly topic: string;
  readonly allowed: boolean;
}

export interface TesterState {
  readonly tokenId: string | null;
  readonly action: TesterAction;
  readonly topic: string;
  /** Judge as if the pending edits were saved. */
  readonly withEdits: boolean;
  readonly answer: Explanation | null;
  readonly failure: string | null;
  readonly recent: readonly Check[];
  ask(question: Partial<Pick<TesterState, "tokenId" | "action" | "topic" | "withEdits">>): void;
  judge(edits: readonly Edit[]): Promise<void>;
  /** Writes the current answer down among the recent checks. */
  remember(): void;
}

const RECENT_CHECKS = 8;

export function createTesterStore(client: ConsoleClient): StoreApi<TesterState> {
  let asked = 0;
  return createStore<TesterState>((set, get) => ({
    tokenId: null,
    action: "subscribe",
    topic: "",
    withEdits: true,
    answer: null,
    failure: null,
    recent: [],
    ask: (question) => set(question),
    judge: async (edits) => {
      const { tokenId, action, topic, withEdits } = get();
      const mine = ++asked;
      if (tokenId === null || topic === "") return set({ answer: null, failure: null });
      try {
        const judged = withEdits && edits.length > 0 ? { withEdits: [...edits] } : {};
        const answer = await client.access.explain({ tokenId, action, topic, ...judged });
        if (mine === asked) set({ answer, failure: null });
      } catch (error) {
        const { code, message } = refusalOf(error);
        // While the link is lost the last answer stands, as everything else does.
        if (mine === asked && code !== "LINK_LOST") set({ answer: null, failure: message });
      }
    },
    remember: () => {
      const { tokenId, action, topic, answer, recent } = get();
      if (tokenId === null || !answer) return;
      const check = { tokenId, action, topic, allowed: answer.allowed };
      const others = recent.filter((row) => row.tokenId !== tokenId || row.action !== action || row.topic !== topic);
      set({ recent: [check, ...others].slice(0, RECENT_CHECKS) });
    },
  }));
}
