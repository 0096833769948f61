/** Owns the newest messages that a connection sent, accepted and refused, as the capture has them. */
import { useEffect, useState } from "react";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import type { TrafficRow } from "../../../../broker/contract/traffic.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatBytes, formatPlural } from "../../ui/format.ts";
import { payloadPreview } from "../../ui/published-bytes.ts";
import panel from "../../ui/side-panel.module.css";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./history.module.css";

const ROWS = 20;

export function Messages({ connection }: { connection: ConnectionView }) {
  const showTraffic = useShell((state) => state.showTraffic);
  const { rows, failure } = useMessages(connection);
  return (
    <div className={panel.section}>
      <h3>
        Messages it sent
        <span className={text.grow} />
        <Button look="link" onClick={() => showTraffic(`from:${connection.id}`)}>
          Open in Traffic
        </Button>
      </h3>
      {failure !== null && <Status tone="bad">{failure}</Status>}
      {rows?.length === 0 && <p className={text.third}>None that the capture has kept.</p>}
      <ul className={styles.sessions}>
        {rows?.map((row) => (
          <li key={row.id}>
            <div>
              <Clock at={row.at} digits="milliseconds" className={`${text.mono} ${text.third}`} />
              <span className={`${text.mono} ${text.cut}`} title={row.topic ?? undefined}>
                {row.topic ?? (row.direct === undefined ? "no topic" : "answer to the operator")}
              </span>
              <span className={text.grow} />
              <span className={`${text.num} ${text.third}`}>{formatBytes(row.size)}</span>
            </div>
            <p className={`${text.mono} ${text.second}`} title={row.text}>
              {payloadPreview(row.text, row.form).slice(0, PAYLOAD)}
            </p>
            <Result row={row} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Characters of a payload that the panel has room for. */
const PAYLOAD = 90;

function Result({ row: { result, rule, direct } }: { row: TrafficRow }) {
  switch (result.kind) {
    case "delivered":
      if (direct !== undefined) return <Status tone="ok">taken</Status>;
      return (
        <span className={text.small}>
          <Status tone={result.delivered > 0 ? "ok" : "off"} size="micro">
            {result.delivered > 0 ? `to ${formatPlural(result.delivered, "reader")}` : "nobody listens"}
          </Status>{" "}
          <span className={text.third}>by {rule}</span>
        </span>
      );
    case "refused":
    case "door":
      return (
        <span className={text.small}>
          <Status tone="bad" size="micro">
            {result.reason}
          </Status>
        </span>
      );
    default:
      return result satisfies never;
  }
}

/** Asked anew when its counters move: once a second at most. */
function useMessages({ id, messagesIn }: ConnectionView) {
  const client = useClient();
  const [rows, setRows] = useState<readonly TrafficRow[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a counter that moved is a reason to ask again
  useEffect(() => {
    let isCurrent = true;
    client.traffic.page({ filter: `from:${id}`, limit: ROWS }).then(
      ({ items }) => {
        if (!isCurrent) return;
        setRows(items);
        setFailure(null);
      },
      (error) => isCurrent && setFailure(refusalOf(error).message),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, id, messagesIn]);
  return { rows, failure };
}
