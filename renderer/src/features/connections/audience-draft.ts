/** Owns what a person is about to send to clients: whom to, and the JSON; kept while they look elsewhere. */
import { useSessionStorage } from "@mantine/hooks";
import { LIMITS } from "../../../../broker/contract/limits.ts";

export const AUDIENCES = ["user", "connection", "everybody", "ask"] as const;
export type AudienceKind = (typeof AUDIENCES)[number];

export interface AudienceDraft {
  readonly kind: AudienceKind;
  readonly json: string;
  /** Seconds that a question waits. */
  readonly timeout: number | string;
}

const FIRST: AudienceDraft = {
  kind: "user",
  json: '{"title": "New message"}',
  timeout: LIMITS.requestDefaultMs / 1000,
};

export function useAudienceDraft(): [AudienceDraft, (change: Partial<AudienceDraft>) => void] {
  const [draft, setDraft] = useSessionStorage<AudienceDraft>({
    key: "signalbox-audience",
    defaultValue: FIRST,
    getInitialValueInEffect: false,
  });
  return [draft, (change) => setDraft((before) => ({ ...before, ...change }))];
}

/** Why the text is no JSON value, or null. */
export function jsonProblem(text: string): string | null {
  if (text.trim() === "") return "Any JSON value, also null.";
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? `Not JSON yet: ${error.message}` : "Not JSON yet.";
  }
}

/** Why the seconds cannot be, or null. */
export function timeoutProblem(timeout: number | string): string | null {
  const most = LIMITS.requestTimeoutMs / 1000;
  const seconds = Number(timeout);
  return timeout !== "" && seconds > 0 && seconds <= most ? null : `More than 0, at most ${most}.`;
}
