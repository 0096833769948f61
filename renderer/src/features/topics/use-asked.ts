/** Owns what the panel knows of its topic: asked for anew while messages arrive, at most once a second. */
import { useEffect, useRef, useState } from "react";
import type { ConsoleClient } from "../../console/client.ts";
import { type OperatorRefusal, refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";

/** How often a busy topic is asked about. */
const ASK_MS = 1_000;

export type Asked<T> = {
  /** The newest answer; while another is under way it stays. */
  readonly answer: T | null;
  readonly refusal: OperatorRefusal | null;
};

/**
 * Asks at once when `key` is another, and again while `beat` changes, at most once a second. Answers to an older question are dropped, and
 * with another `key` what was known is forgotten.
 */
export function useAsked<T>(key: string, beat: unknown, ask: (client: ConsoleClient) => Promise<T>): Asked<T> {
  const client = useClient();
  const [state, setState] = useState<Asked<T> & { readonly key: string }>({ key, answer: null, refusal: null });
  const latest = useRef({ key, ask });
  latest.current = { key, ask };
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asked = useRef({ key: "", at: 0, count: 0 });

  // biome-ignore lint/correctness/useExhaustiveDependencies: `beat` says that there may be something new
  useEffect(() => {
    const isNew = asked.current.key !== key;
    if (timer.current !== null && !isNew) return;
    if (timer.current !== null) clearTimeout(timer.current);
    const wait = isNew ? 0 : Math.max(0, asked.current.at + ASK_MS - Date.now());
    timer.current = setTimeout(async () => {
      timer.current = null;
      const number = asked.current.count + 1;
      asked.current = { key, at: Date.now(), count: number };
      const isStill = () => latest.current.key === key && asked.current.count === number;
      try {
        const answer = await latest.current.ask(client);
        if (isStill()) setState({ key, answer, refusal: null });
      } catch (error) {
        if (isStill()) setState((before) => ({ ...before, key, refusal: refusalOf(error) }));
      }
    }, wait);
  }, [key, beat, client]);

  useEffect(() => {
    const asking = asked.current;
    return () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
      asking.count = -1;
    };
  }, []);

  return state.key === key ? state : { answer: null, refusal: null };
}
