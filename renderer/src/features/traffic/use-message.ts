/** Owns asking for one row whole, and again when what became of it changes. */
import { useEffect, useState } from "react";
import type { TrafficMessage, TrafficRow } from "../../../../broker/contract/traffic.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";

export type AskedMessage =
  | { readonly kind: "asking" }
  | { readonly kind: "known"; readonly message: TrafficMessage }
  /** The capture has let it go. */
  | { readonly kind: "gone" }
  | { readonly kind: "failed"; readonly reason: string };

/** While frames wait for a slow reader the answer is asked for again. */
const WAITING_MS = 1_000;

export function useMessage(id: string, row: TrafficRow | undefined): AskedMessage {
  const client = useClient();
  const [asked, setAsked] = useState<{ readonly id: string; readonly answer: AskedMessage } | null>(null);
  const [turn, setTurn] = useState(0);
  const counts = JSON.stringify(row?.result);
  const isWaiting = asked?.answer.kind === "known" && (asked.answer.message.fanOut?.waiting ?? 0) > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: changed counts and passing time ask anew
  useEffect(() => {
    let isCurrent = true;
    const answer = (value: AskedMessage) => isCurrent && setAsked({ id, answer: value });
    client.traffic.get({ id }).then(
      (message) => answer({ kind: "known", message }),
      (error) => {
        const { code, message } = refusalOf(error);
        if (code === "NOT_FOUND") answer({ kind: "gone" });
        else if (code !== "LINK_LOST") answer({ kind: "failed", reason: message });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, id, counts, turn]);

  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => setTurn((before) => before + 1), WAITING_MS);
    return () => clearInterval(timer);
  }, [isWaiting]);

  // The answer of the row before stands for nothing.
  return asked?.id === id ? asked.answer : { kind: "asking" };
}
