/** Owns one number of a topic's messages over the messages that are kept. */
import { useMemo } from "react";
import type { SandboxMessage } from "../../../../broker/contract/sandbox.ts";
import { Clock } from "../../ui/clock.tsx";
import text from "../../ui/text.module.css";
import styles from "./messages.module.css";
import { numberAt } from "./payload-forms.ts";

const WIDTH = 500;
const HEIGHT = 96;

export type FieldChartProps = { topic: string; path: string; messages: readonly SandboxMessage[] };

export function FieldChart({ topic, path, messages }: FieldChartProps) {
  const points = useMemo(
    () =>
      messages
        .filter((message) => message.topic === topic)
        .flatMap((message) => {
          const value = numberAt(message.text, path);
          return value === undefined ? [] : [{ at: Date.parse(message.at), value }];
        })
        .reverse(),
    [messages, topic, path],
  );
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  const time = last.at - first.at || 1;
  const line = points
    .map(
      ({ at, value }) =>
        `${(((at - first.at) / time) * WIDTH).toFixed(1)} ${(HEIGHT - 4 - ((value - low) / span) * (HEIGHT - 8)).toFixed(1)}`,
    )
    .join("L");
  return (
    <figure className={styles.chart}>
      <figcaption>
        <span className={text.strong}>{path === "" ? "value" : path}</span>
        <span className={text.grow} />
        <span className={`${text.mono} ${text.third}`}>
          {low} to {high}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${path} of ${topic}, ${points.length} values from ${low} to ${high}`}
      >
        <path d={`M${line}`} vectorEffect="non-scaling-stroke" />
      </svg>
      <div className={`${text.mono} ${text.third} ${styles.times}`}>
        <Clock at={first.at} />
        <Clock at={last.at} />
      </div>
    </figure>
  );
}
