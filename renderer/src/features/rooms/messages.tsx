/** Owns the conversation as it scrolls: virtual lines, kept at the end while one is there, older ones on demand. */
import { IconArrowDown } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { wireUserId } from "../../../../broker/contract/subject-text.ts";
import type { OpenRoom } from "../../stores/rooms-state.ts";
import { useRooms } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Message } from "../../ui/message.tsx";
import { useNow } from "../../ui/use-now.ts";
import { dayLabel, type Line, linesOf } from "./conversation-items.ts";
import { MessageLine } from "./message-line.tsx";
import styles from "./messages.module.css";
import { subjectFrom } from "./subjects.ts";

/** This near to the end counts as being there. */
const END_PX = 48;
const ESTIMATE = { day: 36, first: 48, next: 22 } as const;

export function Messages({ open }: { open: OpenRoom }) {
  const writer = useRooms((state) => state.writer);
  const isLoadingOlder = useRooms((state) => state.isLoadingOlder);
  const loadOlder = useRooms((state) => state.loadOlder);
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(open.messages), [open.messages]);
  const [isAtEnd, setAtEnd] = useState(true);
  const [readUpTo, setReadUpTo] = useState(0);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(lines[index]),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 12,
    paddingEnd: 12,
  });
  const lastId = open.messages.at(-1)?.id ?? 0;
  const held = useRef<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message and a measured line move the end, and whoever is there goes with it
  useLayoutEffect(() => {
    if (!isAtEnd || lines.length === 0) return;
    scrollToEnd(scroller.current);
    setReadUpTo(lastId);
  }, [lastId, virtual.getTotalSize()]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: older messages came on top; what was first stays where it was
  useLayoutEffect(() => {
    if (held.current === null) return;
    const at = lines.findIndex(({ key }) => key === held.current);
    held.current = null;
    if (at > 0) virtual.scrollToIndex(at, { align: "start" });
  }, [open.messages[0]?.id]);

  const askOlder = () => {
    held.current = lines.find(({ kind }) => kind === "message")?.key ?? null;
    void loadOlder();
  };
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    const isNow = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX;
    if (isNow !== isAtEnd) setAtEnd(isNow);
    if (isNow) setReadUpTo(lastId);
  };
  const toEnd = () => {
    scrollToEnd(scroller.current);
    setAtEnd(true);
    setReadUpTo(lastId);
  };
  const subject = writer === null ? undefined : subjectFrom(writer);
  const writerId = subject === undefined ? "system" : wireUserId(subject);
  const below = isAtEnd ? 0 : open.messages.filter(({ id }) => id > readUpTo).length;

  if (lines.length === 0) {
    return (
      <Message
        title="Nothing was said here yet"
        detail="Write the first message below, or connect a client to this room's address."
      />
    );
  }
  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        role="log"
        aria-label="Conversation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={styles.scroller}
        onScroll={onScroll}
      >
        {open.hasOlder && (
          <div className={styles.older}>
            <Button size="small" disabled={isLoadingOlder} onClick={askOlder}>
              {isLoadingOlder ? "Reading older messages…" : "Show older messages"}
            </Button>
          </div>
        )}
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className={styles.line}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {line.kind === "day" ? (
                  <p className={styles.day}>
                    <span>{dayLabel(line.at, now)}</span>
                  </p>
                ) : (
                  <MessageLine
                    message={line.message}
                    isFirst={line.isFirst}
                    isOwn={line.message.author.id === writerId}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {below > 0 && (
        <Button look="primary" size="small" className={styles.newer ?? ""} onClick={toEnd}>
          <IconArrowDown {...ICON.micro} />
          {formatPlural(below, "new message")}
        </Button>
      )}
    </div>
  );
}

/** The space below the last line included. */
function scrollToEnd(element: HTMLElement | null): void {
  if (element !== null) element.scrollTop = element.scrollHeight;
}

function estimate(line: Line | undefined): number {
  if (line === undefined || line.kind === "day") return ESTIMATE.day;
  return line.isFirst ? ESTIMATE.first : ESTIMATE.next;
}
