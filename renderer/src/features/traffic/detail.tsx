/** Owns the panel of one row: its payload, why it was allowed or refused, and its fan-out. */
import { notifications } from "@mantine/notifications";
import { IconSend, IconX } from "@tabler/icons-react";
import type { TrafficMessage, TrafficRow } from "../../../../broker/contract/traffic.ts";
import { quoteValue } from "../../../../broker/contract/traffic-filter.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import { BinaryPayload } from "../../ui/binary-payload.tsx";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import panel from "../../ui/side-panel.module.css";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./detail.module.css";
import { directWords } from "./direct-words.ts";
import { FanOut } from "./fan-out.tsx";
import payloadStyles from "./payload.module.css";
import { Payload } from "./payload.tsx";
import { useMessage } from "./use-message.ts";
import { Verdict } from "./verdict.tsx";

export type DetailProps = {
  id: string;
  row: TrafficRow | undefined;
  onFilter: (term: string) => void;
  onClose: () => void;
};

export function Detail({ id, row, onFilter, onClose }: DetailProps) {
  const client = useClient();
  const asked = useMessage(id, row);
  const message = asked.kind === "known" ? asked.message : null;
  const shown = message?.row ?? row;
  const topic = shown?.topic ?? null;
  const whole = message?.text ?? shown?.text ?? "";
  const isMessage = shown?.result.kind === "delivered";

  const sendAgain = async () => {
    if (topic === null || message === null) return;
    try {
      const { delivered } = await client.messages.publish({ topic, ...sameBytes(message) });
      notifications.show({ message: `Sent again as the operator to ${formatPlural(delivered, "session")}.` });
    } catch (error) {
      notifications.show({ color: "red", title: "Not sent", message: refusalOf(error).message });
    }
  };
  useCommands({ "traffic.send-again": () => void sendAgain() });

  return (
    <aside className={`${panel.panel} ${styles.panel}`} aria-label="Message" tabIndex={-1} data-panel>
      <div className={styles.head}>
        <div>
          <h2 className={`${text.mono} ${text.cut}`} title={topic ?? undefined}>
            {topic ?? (shown === undefined ? "No topic" : titleOf(shown))}
          </h2>
          <span className={text.grow} />
          {isMessage && topic !== null && (
            <Button
              look="ghost"
              isSquare
              aria-label="Send again as the operator"
              title="Send again as the operator"
              onClick={sendAgain}
            >
              <IconSend {...ICON.small} />
            </Button>
          )}
          <CopyButton value={whole} label="Copy the payload" />
          <Button look="ghost" isSquare aria-label="Close the panel" onClick={onClose}>
            <IconX {...ICON.medium} />
          </Button>
        </div>
        {shown && <Sender row={shown} onFilter={onFilter} />}
      </div>
      {asked.kind === "gone" ? (
        <div className={panel.section}>
          <Status tone="off">The capture has let this row go</Status>
          <p className={styles.hint}>Its quota was full. A larger one is set in Settings.</p>
        </div>
      ) : (
        <>
          <div className={panel.section}>
            {shown?.form === "bytes" ? (
              <BinaryPayload
                json={whole}
                size={shown.size}
                name={`message-${shown.id}`}
                label="Payload"
                className={payloadStyles.payload}
              />
            ) : (
              <Payload text={whole} />
            )}
            {shown && <Verdict row={shown} message={message} onFilter={onFilter} />}
          </div>
          {asked.kind === "failed" && (
            <div className={panel.section}>
              <Status tone="bad">{asked.reason}</Status>
            </div>
          )}
          {message?.fanOut && <FanOut fanOut={message.fanOut} direct={message.row.direct} />}
        </>
      )}
    </aside>
  );
}

/** A payload that is published as the same bytes again. JSON that is published as a value would be the bytes that the value is: of `"ON"` those of ON. */
function sameBytes({ row, text }: TrafficMessage): { readonly json: string } | { readonly text: string } {
  return row.form === "json" && /^\s*("|\{\s*"[$\\])/.test(text) ? { text } : { json: text };
}

/** What a row without a topic is. */
function titleOf({ kind, direct }: TrafficRow): string {
  if (direct !== undefined) return directWords(direct);
  return kind === "door" ? "Refused handshake" : "No topic";
}

const NAMELESS = {
  in: "a client",
  refused: "a client",
  operator: "the operator",
  reply: "an automatic reply",
  node: "another node",
  direct: "the operator",
  door: "a stranger",
} as const satisfies Record<TrafficRow["kind"], string>;

function Sender({ row, onFilter }: { row: TrafficRow; onFilter: (term: string) => void }) {
  const token = row.tokenName ?? row.tokenId;
  const sender = row.from ?? NAMELESS[row.kind];
  return (
    <p>
      {row.from === null ? (
        <span>{sender}</span>
      ) : (
        <Button
          look="link"
          onClick={() => onFilter(`from:${quoteValue(row.from ?? "")}`)}
          title="Filter by this sender"
        >
          {row.from}
        </Button>
      )}
      {token !== null && (
        <>
          {", token "}
          <Button look="link" onClick={() => onFilter(`token:${quoteValue(token)}`)} title="Filter by this token">
            {token}
          </Button>
        </>
      )}
      {", "}
      <Clock className={text.mono} at={row.at} digits="milliseconds" />
    </p>
  );
}
