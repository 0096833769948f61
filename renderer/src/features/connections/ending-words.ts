/** Owns the sentence about how a connection ended and whether its client should come back; pure. */
import type { RetryAdvice } from "../../../../broker/contract/codes.ts";
import type { ClosedInfo } from "../../../../broker/contract/nouns.ts";

const RETRY: Readonly<Record<RetryAdvice, string>> = {
  "with back-off": "The client may connect again, with a growing pause.",
  later: "The client may try again later.",
  no: "The client should not retry until rights are given.",
  "as the reason says": "The reason says whether to retry.",
};

type CodeTable = Readonly<Record<number, { readonly meaning: string; readonly retry: RetryAdvice }>>;

export function endingSentence({ code, by }: Pick<ClosedInfo, "code" | "by">, codes: CodeTable): string {
  if (by === "client") return "The client ended it by itself.";
  if (code === 4003 && by === "policy") return `A permission it relied on was revoked. ${RETRY.no}`;
  const known = codes[code];
  if (known) return `${known.meaning} ${RETRY[known.retry]}`;
  return by === "operator" ? "An operator closed it." : "The broker closed it.";
}
