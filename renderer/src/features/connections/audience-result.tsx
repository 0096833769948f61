/** Owns what came of a message to clients: how many it went to, the first answer, or that there was none. */
import { formatMs, formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";

export type AudienceOutcome =
  | { readonly kind: "waiting" }
  | { readonly kind: "sent"; readonly connections: number }
  | { readonly kind: "answered"; readonly json: string; readonly ms: number }
  | { readonly kind: "unanswered"; readonly ms: number }
  | { readonly kind: "disconnected"; readonly connections: number }
  | { readonly kind: "failed"; readonly message: string };

export function AudienceResult({ outcome }: { outcome: AudienceOutcome }) {
  switch (outcome.kind) {
    case "waiting":
      return <Status tone="info">Waiting for the first answer…</Status>;
    case "sent":
      return outcome.connections === 0 ? (
        <Status tone="warn">Nobody was there to send it to</Status>
      ) : (
        <Status tone="ok">Sent to {formatPlural(outcome.connections, "connection")}</Status>
      );
    case "answered":
      return <Status tone="ok">First answer after {formatMs(outcome.ms)} ms</Status>;
    case "unanswered":
      return <Status tone="warn">No answer in {formatMs(outcome.ms)} ms</Status>;
    case "disconnected":
      return <Status tone="ok">Disconnected {formatPlural(outcome.connections, "connection")}</Status>;
    case "failed":
      return <Status tone="bad">{outcome.message}</Status>;
    default:
      return outcome satisfies never;
  }
}
