/** Owns the table of a topic's number fields: now, change, range, trend, and one click to the chart. */
import type { NumberField } from "../../../../broker/contract/topic-views.ts";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import styles from "./fields.module.css";
import { change, fieldName, shortNumber } from "./topic-words.ts";
import { Trend } from "./trend.tsx";

export type NumberFieldsProps = {
  fields: readonly NumberField[];
  isLoading: boolean;
  /** The pointer of the field that is charted. */
  chosen: string | null;
  onChoose: (path: string) => void;
};

export function NumberFields({ fields, isLoading, chosen, onChoose }: NumberFieldsProps) {
  return (
    <>
      <h3 className={styles.title}>Number fields{fields.length > 0 && <span>click one to chart it</span>}</h3>
      {fields.length === 0 && (
        <p className={styles.none}>{isLoading ? "Reading the messages…" : "The last message holds no number."}</p>
      )}
      {fields.length > 0 && (
        <table className={`${table.table} ${styles.table}`} aria-label="Number fields">
          <colgroup>
            <col />
            <col style={{ width: 60 }} />
            <col style={{ width: 60 }} />
            <col style={{ width: 60 }} />
            <col style={{ width: 60 }} />
            <col style={{ width: 128 }} />
          </colgroup>
          <thead>
            <tr>
              <th>Field</th>
              <th className={table.right}>Now</th>
              <th className={table.right}>Change</th>
              <th className={table.right}>Min</th>
              <th className={table.right}>Max</th>
              <th className={table.right}>Trend</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr
                key={field.path}
                className={field.path === chosen ? styles.on : ""}
                onClick={() => onChoose(field.path)}
              >
                <td>
                  <button
                    type="button"
                    className={text.cut}
                    title={fieldName(field.path)}
                    aria-pressed={field.path === chosen}
                    aria-label={`Chart ${fieldName(field.path)}`}
                  >
                    {fieldName(field.path)}
                  </button>
                </td>
                <td className={text.num} title={field.text}>
                  {shortNumber(field.now)}
                </td>
                <td className={`${text.num} ${field.change ? "" : text.third}`}>
                  {field.change === null ? "–" : change(field.change)}
                </td>
                <td className={`${text.num} ${text.second}`}>{shortNumber(field.min)}</td>
                <td className={`${text.num} ${text.second}`}>{shortNumber(field.max)}</td>
                <td>
                  <Trend values={field.trend} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
