/** Owns the line that says that the broker is stopped, and what holds meanwhile; the top bar starts it again. */
import { Status } from "../../ui/status.tsx";
import styles from "./stale-bar.module.css";

export function StoppedBar() {
  return (
    <div className={`${styles.bar} ${styles.stopped}`} role="status">
      <Status tone="off">The broker is stopped</Status>
      <span>Nobody is let in. Edits are saved, and hold from the start on.</span>
    </div>
  );
}
