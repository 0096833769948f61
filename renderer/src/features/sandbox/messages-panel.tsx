/** Owns the messages that one client received: a list, one of them in four forms, its difference to the one before, numbers as a chart. */
import { useEffect, useState } from "react";
import { LIMITS } from "../../../../broker/contract/limits.ts";
import type { SandboxClient, SandboxMessage } from "../../../../broker/contract/sandbox.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatBytes, formatCount } from "../../ui/format.ts";
import { Message } from "../../ui/message.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import { MessageDetail } from "./message-detail.tsx";
import styles from "./messages.module.css";

export function MessagesPanel({ client }: { client: SandboxClient }) {
  const console = useClient();
  const [messages, setMessages] = useState<readonly SandboxMessage[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const newest = client.last[0]?.seq ?? 0;
  const { id } = client;
  const load = async () => {
    try {
      const { items } = await console.sandbox.messages({ id, limit: 500 });
      setMessages(items);
      setProblem(null);
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is read once it opens, and again when the person asks
  useEffect(() => {
    void load();
  }, [id]);

  if (problem !== null && messages === null)
    return <Message tone="bad" title="The messages cannot be shown" detail={problem} />;
  if (messages === null) return <Message title="Reading messages" />;
  if (messages.length === 0) return <Message title="It received nothing yet" detail={client.filters.join(", ")} />;
  const shown = messages.find(({ seq }) => seq === chosen) ?? messages[0];
  const behind = newest - (messages[0]?.seq ?? 0);
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <span className={text.second}>The newest {formatCount(messages.length)}</span>
        <span className={text.grow} />
        {behind > 0 && (
          <Button size="small" onClick={() => void load()}>
            {formatCount(behind)} new
          </Button>
        )}
      </div>
      <ol className={styles.list} aria-label="Received messages">
        {messages.map((message) => (
          <li key={message.seq}>
            <button
              type="button"
              aria-current={message.seq === shown?.seq || undefined}
              onClick={() => setChosen(message.seq)}
            >
              <Clock className={text.third} at={message.at} digits="milliseconds" />
              <span className={text.cut}>{visibleName(message.topic)}</span>
              <span className={text.cut}>{visibleName(message.text.slice(0, LIMITS.sandboxPreviewLength))}</span>
              <span className={text.third}>{formatBytes(message.bytes)}</span>
            </button>
          </li>
        ))}
      </ol>
      {shown !== undefined && <MessageDetail message={shown} messages={messages} />}
    </div>
  );
}
