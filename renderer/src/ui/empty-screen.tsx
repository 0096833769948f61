/** Owns a screen before there is anything on it: what will stand here, and what to do so that it does. */
import type { ReactNode } from "react";
import styles from "./empty-screen.module.css";
import text from "./text.module.css";

export type EmptyScreenProps = {
  title: string;
  detail: ReactNode;
  /** What helps to do it, such as a program to copy: takes a wider place. */
  children?: ReactNode;
  actions: ReactNode;
};

export function EmptyScreen({ title, detail, children, actions }: EmptyScreenProps) {
  const isWide = children !== undefined && children !== null && children !== false;
  return (
    <div className={styles.wrap}>
      <div className={`${styles.empty} ${isWide ? styles.wide : ""}`}>
        <h2>{title}</h2>
        <p className={text.second}>{detail}</p>
        {isWide && <div className={styles.inside}>{children}</div>}
        <div className={styles.actions}>{actions}</div>
      </div>
    </div>
  );
}
