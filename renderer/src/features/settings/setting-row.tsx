/** Owns how one setting stands on the screen: what it is at the left, its control and when it acts at the right. */
import type { ReactNode } from "react";
import { EFFECT_NOW } from "../../../../broker/contract/setting-words.ts";
import { Status } from "../../ui/status.tsx";
import styles from "./setting-row.module.css";

export type SettingRowProps = {
  label: string;
  help: ReactNode;
  /** When a change acts; null where nothing can be changed. */
  effect?: string | null;
  problem?: string | null;
  /** Takes the whole width under its words. */
  isWide?: boolean;
  /** Id that its control is labelled by. */
  labelId?: string;
  children?: ReactNode;
};

export function SettingRow({ label, help, effect = EFFECT_NOW, problem, isWide, labelId, children }: SettingRowProps) {
  return (
    <div className={`${styles.row} ${isWide ? styles.wide : ""}`}>
      <div className={styles.words}>
        <h3 id={labelId}>{label}</h3>
        <p>{help}</p>
      </div>
      <div className={styles.control}>
        {children}
        {problem ? (
          <p className={styles.problem} role="alert">
            <Status tone="bad">{problem}</Status>
          </p>
        ) : null}
        {effect !== null && <p className={styles.effect}>{effect}</p>}
      </div>
    </div>
  );
}
