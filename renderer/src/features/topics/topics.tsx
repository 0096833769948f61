/** Owns the Topics screen: the tree at the left, the topic at the right, the dialogs over them. */
import { Loader } from "@mantine/core";
import { IconPlugConnected, IconPlus, IconSend } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useIsStale, useShell, useStores, useTopics } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyScreen } from "../../ui/empty-screen.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Message } from "../../ui/message.tsx";
import screen from "../../ui/screen.module.css";
import text from "../../ui/text.module.css";
import { Detail } from "./detail.tsx";
import { type TopicDialog, TopicDialogs } from "./topic-dialogs.tsx";
import styles from "./topics.module.css";
import { Tree } from "./tree.tsx";

export function TopicsScreen() {
  const { topics } = useStores();
  const phase = useTopics((mirror) => mirror.phase);
  const message = useTopics((mirror) => mirror.message);
  const tree = useTopics((mirror) => mirror.tree);
  // The tree changes in place: these two say when.
  useTopics((mirror) => mirror.version);
  const selected = useShell((state) => state.selectedTopic);
  const open = useShell((state) => state.open);
  const isLost = useIsStale();
  const [dialog, setDialog] = useState<TopicDialog | null>(null);
  useEffect(() => topics.follow(), [topics]);
  useCommands({
    "topics.new": () => setDialog({ kind: "new" }),
    "topics.publish": () => setDialog({ kind: "publish", name: selected ?? "" }),
  });
  const known = selected === null ? undefined : tree.get(selected);

  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Topics</h1>
        {phase !== "loading" && phase !== "failed" && (
          <span className={`${text.third} ${text.cut}`}>
            {formatPlural(tree.size, "topic")}, {formatPlural(tree.root.messages, "message")}
          </span>
        )}
        <span className={text.grow} />
        <Button onClick={() => setDialog({ kind: "new" })}>
          <IconPlus {...ICON.small} />
          New topic
        </Button>
        <Button onClick={() => setDialog({ kind: "publish", name: selected ?? "" })}>
          <IconSend {...ICON.small} />
          Publish
        </Button>
      </div>
      {(phase === "loading" || (phase === "failed" && isLost)) && (
        <Awaited title="Reading the topics" isLost={isLost}>
          <Loader size="xs" aria-hidden />
        </Awaited>
      )}
      {phase === "failed" && !isLost && <Message tone="bad" title="The topics cannot be shown" detail={message} />}
      {(phase === "live" || phase === "stale") && tree.size === 0 && (
        <EmptyScreen
          title="No topics yet"
          detail="A topic appears here with its first message, with a subscriber that asks for it, or when you make it."
          actions={
            <>
              <Button look="primary" onClick={() => setDialog({ kind: "publish", name: "" })}>
                <IconSend {...ICON.small} />
                Publish a message
              </Button>
              <Button onClick={() => open("connect")}>
                <IconPlugConnected {...ICON.small} />
                Connect a device
              </Button>
            </>
          }
        />
      )}
      {(phase === "live" || phase === "stale") && tree.size > 0 && (
        <div className={`${screen.split} ${phase === "stale" ? styles.stale : ""}`}>
          <Tree />
          {known ? (
            <Detail key={known.path} node={known} onDialog={setDialog} />
          ) : (
            <section className={styles.none} aria-label="Topic">
              <Message
                title={selected === null ? "Choose a topic" : `There is no topic ${selected}`}
                detail={
                  selected === null
                    ? "Its last message, its numbers, its history and who would receive the next one are shown here."
                    : "It was deleted, or nothing was published to it yet."
                }
              />
            </section>
          )}
        </div>
      )}
      <TopicDialogs dialog={dialog} onClose={() => setDialog(null)} />
    </div>
  );
}
