/** Line over Present that says how to leave it, for its first seconds. */
import { useEffect, useState } from "react";
import { KeyCap } from "../../ui/key-cap.tsx";
import styles from "./sandbox.module.css";

const SHOWN_MS = 5_000;

export function PresentHint() {
  const [isShown, setShown] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setShown(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return null;
  return (
    <p className={styles.hint} role="status">
      <KeyCap>Esc</KeyCap> leaves Present
    </p>
  );
}
