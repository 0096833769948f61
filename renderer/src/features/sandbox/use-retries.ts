/** Owns what a retry of each closed client would get: the tester is asked, once for each filter of a token. */
import { useEffect, useMemo, useState } from "react";
import { DOOR_STEPS } from "../../../../broker/contract/codes.ts";
import type { Explanation } from "../../../../broker/contract/edits.ts";
import type { Token } from "../../../../broker/contract/nouns.ts";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { useClient, useLive } from "../../stores/stores.tsx";

export interface RetryVerdict {
  /** `A retry gets 4003`. */
  readonly words: string;
  readonly reason: string;
  /** Filters that it may not hear any more. */
  readonly lost: ReadonlySet<string>;
}

const NOBODY: ReadonlyMap<string, RetryVerdict> = new Map();
/** Clients of one kind ask the same: a hundred of them ask once. */
const QUESTIONS = 60;

/** By client id, for clients that are closed. */
export function useRetries(clients: readonly SandboxClient[]): ReadonlyMap<string, RetryVerdict> {
  const client = useClient();
  const revision = useLive((data) => data.revision);
  const tokens = useLive((data) => data.tokens);
  const closed = useMemo(() => clients.filter(({ state }) => state.kind === "closed"), [clients]);
  const [answers, setAnswers] = useState<ReadonlyMap<string, Explanation>>(new Map());
  const asked = useMemo(() => questionsOf(closed), [closed]);
  const key = `${revision} ${[...asked.keys()].join(" ")}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the questions and the policy
  useEffect(() => {
    let isCurrent = true;
    const ask = async () => {
      const found = new Map<string, Explanation>();
      const known = [...asked].filter(([, { tokenId }]) => tokens.has(tokenId)).slice(0, QUESTIONS);
      await Promise.all(
        known.map(async ([name, { tokenId, filter }]) => {
          found.set(name, await client.access.explain({ tokenId, action: "subscribe", topic: filter }));
        }),
      );
      if (isCurrent) setAnswers(found);
    };
    // While the link is lost nothing is known; the next revision or client asks again.
    ask().catch(() => isCurrent && setAnswers(new Map()));
    return () => {
      isCurrent = false;
    };
  }, [client, key]);

  return useMemo(() => {
    if (closed.length === 0) return NOBODY;
    return new Map(
      closed.flatMap((each) => {
        const verdict = verdictOf(each, tokens, answers);
        return verdict === null ? [] : [[each.id, verdict] as const];
      }),
    );
  }, [closed, tokens, answers]);
}

const nameOf = (tokenId: string, filter: string) => `${tokenId} ${filter}`;

function questionsOf(clients: readonly SandboxClient[]) {
  const questions = new Map<string, { readonly tokenId: string; readonly filter: string }>();
  for (const { tokenId, filters } of clients) {
    if (tokenId === null) continue;
    for (const filter of filters) questions.set(nameOf(tokenId, filter), { tokenId, filter });
  }
  return questions;
}

function verdictOf(
  { tokenId, filters }: SandboxClient,
  tokens: ReadonlyMap<string, Token>,
  answers: ReadonlyMap<string, Explanation>,
): RetryVerdict | null {
  const nothing = new Set<string>();
  if (tokenId === null) return { words: "A retry comes without a token", reason: "", lost: nothing };
  const token = tokens.get(tokenId);
  if (token === undefined) return { words: "Its token was deleted", reason: "Choose another token", lost: nothing };
  const explained = filters.map((filter) => ({ filter, answer: answers.get(nameOf(tokenId, filter)) }));
  if (explained.some(({ answer }) => answer === undefined)) return null;
  const refused = explained.filter(({ answer }) => answer?.allowed === false);
  const [first] = refused;
  const lost = new Set(refused.map(({ filter }) => filter));
  if (first?.answer !== undefined) {
    return { words: `A retry gets ${codeOf(first.answer.step)}`, reason: first.answer.reason, lost };
  }
  const isFull = token.maxConnections > 0 && token.connections >= token.maxConnections;
  if (isFull) return { words: "A retry gets 4004", reason: "The token's connection limit is reached", lost };
  return { words: "A retry would be let in", reason: "", lost };
}

const STEPS: ReadonlyMap<string, { readonly code: number }> = new Map(Object.entries(DOOR_STEPS));

/** Steps of the tester that are no steps of the door are about the filter. */
function codeOf(step: string): number {
  return STEPS.get(step)?.code ?? DOOR_STEPS["filter-not-covered"].code;
}
