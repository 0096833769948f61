/** Owns the panel of one topic: its head, its last message, its numbers, its history and who would receive it. */
import { Menu } from "@mantine/core";
import { IconActivity, IconDots, IconFileDescription, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { MessageView } from "../../../../broker/contract/nouns.ts";
import { useLive, useShell, useTopics } from "../../stores/stores.tsx";
import type { TopicNode } from "../../stores/topic-tree.ts";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { termOf } from "../../ui/filter-terms.ts";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import text from "../../ui/text.module.css";
import { ToolButton } from "../../ui/tool-button.tsx";
import { useWindowWidth } from "../../ui/use-window-width.ts";
import { CoveringTags } from "./covering-tags.tsx";
import styles from "./detail.module.css";
import { FieldsAndChart } from "./fields-and-chart.tsx";
import { History } from "./history.tsx";
import { LastMessage } from "./last-message.tsx";
import { Receivers } from "./receivers.tsx";
import type { TopicDialog } from "./topic-dialogs.tsx";
import { useAsked } from "./use-asked.ts";

export type DetailProps = { node: TopicNode; onDialog: (dialog: TopicDialog) => void };

/** A message that was picked from the history, and the one before it. */
export type Picked = { message: MessageView; before: MessageView | null };

export function Detail({ node, onDialog }: DetailProps) {
  const name = node.path;
  useTopics((mirror) => mirror.version);
  const connections = useLive((data) => data.connections);
  const showTraffic = useShell((state) => state.showTraffic);
  const [picked, setPicked] = useState<Picked | null>(null);
  const messages = node.row?.[1] ?? 0;
  const rate = node.row?.[2] ?? 0;
  const topic = useAsked(name, `${messages}`, (client) => client.topics.get({ name }));
  const newest = useAsked(name, messages, (client) => client.topics.messages({ name, limit: 2 }));
  const receivers = useAsked(name, connections, (client) => client.topics.receivers({ name }));
  const [last, before] = newest.answer?.items ?? [];
  const view = topic.answer;
  const isWide = useWindowWidth() === "wide";
  return (
    <section className={styles.detail} aria-label={`Topic ${name}`} tabIndex={-1} data-panel>
      <header className={styles.head}>
        <div>
          <h2 className={text.cut} title={name}>
            {name}
          </h2>
          <p className={text.third}>
            <span className={text.mono}>{formatCount(messages)}</span> {messages === 1 ? "message" : "messages"},{" "}
            <span className={text.mono}>{rate.toFixed(1)}</span> per second
            {view && (
              <>
                , since <Clock className={text.mono} at={view.createdAt} />
              </>
            )}
            <CoveringTags topic={name} />
          </p>
          {view && view.metadataJson !== "{}" && (
            <p className={`${text.third} ${text.cut}`} title={view.metadataJson}>
              Metadata <span className={text.mono}>{view.metadataJson}</span>
            </p>
          )}
        </div>
        <span className={text.grow} />
        <CopyButton value={name} label="Copy topic" isWordy={isWide} size="normal" look="plain" />
        <ToolButton
          icon={<IconActivity {...ICON.small} />}
          label="Show in Traffic"
          hasWord={isWide}
          onClick={() => showTraffic(termOf("topic", name))}
        />
        <Menu position="bottom-end">
          <Menu.Target>
            <Button look="ghost" isSquare aria-label="More about this topic">
              <IconDots {...ICON.medium} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconFileDescription {...ICON.small} />}
              onClick={() => onDialog({ kind: "metadata", name })}
            >
              Metadata…
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash {...ICON.small} />} onClick={() => onDialog({ kind: "delete", name })}>
              Delete topic…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <FieldsAndChart name={name} messages={messages}>
        <LastMessage
          message={picked?.message ?? last ?? null}
          before={picked ? picked.before : (before ?? null)}
          isLoading={newest.answer === null && newest.refusal === null}
          isPicked={picked !== null}
          refusal={newest.refusal}
          onNewest={() => setPicked(null)}
        />
      </FieldsAndChart>
      <div className={styles.low}>
        <History name={name} messages={messages} picked={picked?.message.id ?? null} onPick={setPicked} />
        <Receivers asked={receivers} />
      </div>
    </section>
  );
}
