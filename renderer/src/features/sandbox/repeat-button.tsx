/** Owns repeating the draft: the pause, its jitter, how often, and what runs already with its honest rate. */
import { NumberInput, Popover } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerStop, IconRepeat } from "@tabler/icons-react";
import { useState } from "react";
import { LIMITS } from "../../../../broker/contract/limits.ts";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useDraft } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatRate } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./repeat.module.css";

export type RepeatButtonProps = { sender: SandboxClient | undefined; isWrong: boolean };

export function RepeatButton({ sender, isWrong }: RepeatButtonProps) {
  const client = useClient();
  const draft = useDraft((state) => state.draft);
  const change = useDraft((state) => state.change);
  const [problem, setProblem] = useState<string | null>(null);
  const repeats = sender?.repeats ?? [];
  const { topic, template, format, everyMs, jitterMs, count } = draft;

  const start = async () => {
    if (sender === undefined) return;
    setProblem(null);
    try {
      const plan = { topic, template, format, everyMs, jitterMs, count };
      await client.sandbox.repeat({ clientId: sender.id, ...plan });
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
  };
  const stop = async (stopped: string) => {
    if (sender === undefined) return;
    try {
      await client.sandbox.stopRepeat({ clientId: sender.id, topic: stopped });
    } catch (error) {
      notifications.show({ color: "red", title: "The repeat goes on", message: refusalOf(error).message });
    }
  };
  return (
    <Popover position="top-end" width={320} trapFocus withinPortal>
      <Popover.Target>
        <Button aria-haspopup="dialog">
          <IconRepeat {...ICON.small} />
          Every <span className={text.mono}>{formatCount(everyMs)} ms</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Repeat">
        <div className={styles.form}>
          <div className={styles.three}>
            <NumberInput
              label="Every ms"
              value={everyMs}
              min={LIMITS.repeatMinMs}
              max={LIMITS.repeatMaxMs}
              hideControls
              onChange={(value) => typeof value === "number" && change({ everyMs: Math.max(1, Math.round(value)) })}
            />
            <NumberInput
              label="Jitter, ± ms"
              value={jitterMs}
              min={0}
              max={everyMs}
              hideControls
              onChange={(value) => typeof value === "number" && change({ jitterMs: Math.round(value) })}
            />
            <NumberInput
              label="Times"
              placeholder="no end"
              value={count ?? ""}
              min={1}
              max={LIMITS.repeatMaxCount}
              hideControls
              onChange={(value) =>
                change({ count: typeof value === "number" && value >= 1 ? Math.round(value) : null })
              }
            />
          </div>
          {problem !== null && (
            <p role="alert">
              <Status tone="bad">{problem}</Status>
            </p>
          )}
          <Button look="primary" disabled={sender?.state.kind !== "online" || isWrong} onClick={() => void start()}>
            Repeat {topic}
          </Button>
          {sender === undefined && <p className={text.small}>The operator does not repeat: choose a client.</p>}
          {repeats.length > 0 && (
            <ul className={styles.running} aria-label="Repeats">
              {repeats.map((repeat) => (
                <li key={repeat.topic}>
                  <span className={`${text.mono} ${text.cut}`} title={repeat.topic}>
                    {repeat.topic}
                  </span>
                  <span className={`${text.small} ${text.third}`}>
                    {repeat.isRunning
                      ? `${formatRate(repeat.perSec)}/s, ${formatCount(repeat.sent)} sent`
                      : (repeat.error ?? `done, ${formatCount(repeat.sent)} sent`)}
                  </span>
                  <Button
                    look="ghost"
                    size="small"
                    isSquare
                    aria-label={`${repeat.isRunning ? "Stop" : "Forget"} ${repeat.topic}`}
                    onClick={() => void stop(repeat.topic)}
                  >
                    <IconPlayerStop {...ICON.small} />
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
