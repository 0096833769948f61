/** Owns the middle of the panel: the message beside its number fields, and one of them charted. */
import { type ReactNode, useState } from "react";
import { Status } from "../../ui/status.tsx";
import { FieldChart } from "./field-chart.tsx";
import styles from "./fields.module.css";
import { NumberFields } from "./number-fields.tsx";
import { useAsked } from "./use-asked.ts";

export type FieldsAndChartProps = { name: string; messages: number; children: ReactNode };

export function FieldsAndChart({ name, messages, children }: FieldsAndChartProps) {
  const asked = useAsked(name, messages, (client) => client.topics.fields({ name }));
  const [chosen, setChosen] = useState<string | null>(null);
  const fields = asked.answer?.fields ?? [];
  const path = fields.some((field) => field.path === chosen) ? chosen : (fields[0]?.path ?? null);
  return (
    <>
      <div className={styles.pair}>
        {children}
        <div className={styles.fields}>
          {asked.refusal && <Status tone="bad">{asked.refusal.message}</Status>}
          <NumberFields fields={fields} isLoading={asked.answer === null} chosen={path} onChoose={setChosen} />
        </div>
      </div>
      {path !== null && <FieldChart key={path} name={name} path={path} messages={messages} />}
    </>
  );
}
