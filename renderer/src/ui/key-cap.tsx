/** Owns how a key of the keyboard is drawn. */
import styles from "./key-cap.module.css";

export function KeyCap({ children, isOnFill = false }: { children: string; isOnFill?: boolean }) {
  return <kbd className={`${styles.key} ${isOnFill ? styles.onFill : ""}`}>{children}</kbd>;
}
