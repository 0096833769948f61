/** Owns the chart of one number field: which stretch of time, what is known of it, and what there is when there is little. */
import { useState } from "react";
import { Segmented } from "../../ui/segmented.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { FieldPlot } from "./field-plot.tsx";
import styles from "./fields.module.css";
import { fieldName } from "./topic-words.ts";
import { useAsked } from "./use-asked.ts";

const RANGES = [
  { value: "5", label: "5 m", words: "last 5 minutes" },
  { value: "15", label: "15 m", words: "last 15 minutes" },
  { value: "60", label: "1 h", words: "last hour" },
  { value: "all", label: "All kept", words: "all that is kept" },
] as const;
type Range = (typeof RANGES)[number]["value"];

export type FieldChartProps = { name: string; path: string; messages: number };

export function FieldChart({ name, path, messages }: FieldChartProps) {
  const [range, setRange] = useState<Range>("15");
  const minutes = range === "all" ? null : Number(range);
  const asked = useAsked(`${name} ${range}`, messages, (client) => {
    const since = minutes === null ? {} : { since: new Date(Date.now() - minutes * 60_000).toISOString() };
    return client.topics.series({ name, path, ...since });
  });
  const series = asked.answer;
  const words = RANGES.find(({ value }) => value === range)?.words ?? "";
  return (
    <div className={styles.chart}>
      <h3 className={styles.title}>
        <b className={text.mono}>{fieldName(path)}</b>
        <span>{words}</span>
        <span className={text.grow} />
        <Segmented label="Stretch of time" size="small" value={range} options={RANGES} onChange={setRange} />
      </h3>
      {asked.refusal && <Status tone="bad">{asked.refusal.message}</Status>}
      {series && series.values.length > 0 && (
        <FieldPlot label={fieldName(path)} at={series.at} values={series.values} minutes={minutes} />
      )}
      {series && series.values.length === 0 && (
        <div className={`${styles.empty} ${styles.none}`}>No message with this number in the {words}</div>
      )}
      {!series && !asked.refusal && <div className={styles.empty} />}
    </div>
  );
}
