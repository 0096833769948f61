/** Owns the sentence in the middle of a screen that has nothing else to show. */
import type { ReactNode } from "react";
import styles from "./message.module.css";
import { Status, type Tone } from "./status.tsx";
import text from "./text.module.css";

export type MessageProps = { title: string; tone?: Tone; detail?: string; children?: ReactNode };

export function Message({ title, tone, detail, children }: MessageProps) {
  return (
    <div className={styles.message} role={tone === "bad" ? "alert" : "status"}>
      {tone ? <Status tone={tone}>{title}</Status> : <p className={text.strong}>{title}</p>}
      {detail && <p className={text.second}>{detail}</p>}
      {children}
    </div>
  );
}
