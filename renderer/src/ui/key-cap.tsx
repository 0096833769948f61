/** Owns how keys of the keyboard are drawn. */
import styles from "./key-cap.module.css";

export function KeyCap({ children, isOnFill = false }: { children: string; isOnFill?: boolean }) {
  return <kbd className={`${styles.key} ${isOnFill ? styles.onFill : ""}`}>{children}</kbd>;
}

/** The keys of one chord, side by side; nothing for a command without one. */
export function KeyCaps({ caps, isOnFill = false }: { caps: readonly string[]; isOnFill?: boolean }) {
  return caps.map((cap) => (
    <KeyCap key={cap} isOnFill={isOnFill}>
      {cap}
    </KeyCap>
  ));
}
