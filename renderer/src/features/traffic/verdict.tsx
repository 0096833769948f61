/** Owns the line that says why a message was allowed, or a frame or handshake refused. */

import type { TrafficMessage, TrafficRow } from "../../../../broker/contract/traffic.ts";
import { quoteValue } from "../../../../broker/contract/traffic-filter.ts";
import { useStores } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { nobodyWords } from "./direct-words.ts";
import styles from "./verdict.module.css";

export type VerdictProps = { row: TrafficRow; message: TrafficMessage | null; onFilter: (term: string) => void };

export function Verdict({ row, message, onFilter }: VerdictProps) {
  const isAllowed = row.result.kind === "delivered";
  return (
    <div className={styles.verdict}>
      <Status tone={isAllowed ? "ok" : "bad"}>
        {isAllowed ? "Allowed" : row.kind === "door" || row.kind === "direct" ? "Refused" : "Denied"}
      </Status>
      <span className={styles.why}>
        <Why row={row} message={message} onFilter={onFilter} />
      </span>
      {message && <span className={`${text.mono} ${styles.revision}`}>rev {message.revision}</span>}
      {row.result.kind !== "delivered" && <Refusal row={row} message={message} />}
    </div>
  );
}

function Why({ row, message, onFilter }: VerdictProps) {
  switch (row.kind) {
    case "operator":
      return "published by the operator";
    case "reply":
      return row.tokenId === null
        ? `reply of the rule ${row.from ?? ""}, in the operator's name`
        : `reply of the rule ${row.from ?? ""}, in its token's name`;
    case "direct":
      return row.result.kind === "delivered" ? sentBecause(row) : row.result.reason;
    case "node":
      return "published on another node, which judged it";
    case "in": {
      const permission = message?.permission;
      if (!permission) return `by ${row.rule}`;
      return (
        <>
          {permission.access} on{" "}
          <Button
            look="link"
            className={text.mono}
            title="Filter by this rule"
            onClick={() => onFilter(`rule:${quoteValue(permission.pattern)}`)}
          >
            {permission.pattern}
          </Button>
        </>
      );
    }
    case "refused":
    case "door":
      return row.result.kind === "delivered" ? "" : row.result.reason;
    default:
      return row.kind satisfies never;
  }
}

function sentBecause({ direct, result }: TrafficRow): string {
  if (direct?.act === "answer") return "the first answer to the operator's question";
  const reached = result.kind === "delivered" ? result.delivered + result.withheld + result.dropped : 0;
  if (direct !== undefined && reached === 0) return nobodyWords(direct);
  return "sent by the operator, whatever they are subscribed to";
}

/** What came closest, and the way to allow it. */
function Refusal({ row, message }: { row: TrafficRow; message: TrafficMessage | null }) {
  const { tester, shell } = useStores();
  const nearest = message?.permission;
  const { tokenId, topic } = row;
  const canExplain = row.result.kind === "refused" && row.result.code.startsWith("publish-");
  return (
    <div className={styles.nearest}>
      {nearest && (
        <p>
          Closest is {nearest.access} on <span className={text.mono}>{nearest.pattern}</span>.
        </p>
      )}
      {canExplain && tokenId !== null && topic !== null && (
        <Button
          size="small"
          onClick={() => {
            tester.getState().ask({ tokenId, action: "publish", topic });
            shell.getState().go("access");
          }}
        >
          Explain in Access
        </Button>
      )}
    </div>
  );
}
