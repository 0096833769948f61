/** Owns the verdict after saving: who was closed, how fast, and that nothing leaked. */
import { IconX } from "@tabler/icons-react";
import { useEffect } from "react";
import type { SavedVerdict } from "../../stores/pending.ts";
import { useLive, usePending } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { verdictWords } from "./save-words.ts";
import styles from "./verdict-bar.module.css";

/** The verdict leaves by itself after this long. */
const STAYS_MS = 12_000;

export function VerdictBar({ verdict }: { verdict: SavedVerdict }) {
  const revocation = useLive((data) => data.revocations.find((row) => row.revision === verdict.revision));
  const dismiss = usePending((state) => state.dismissVerdict);
  const { closed, narrowed, kept, leaked } = verdict.effect;
  const losing = new Set(narrowed.map(({ connectionId }) => connectionId)).size;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new verdict begins its own stay
  useEffect(() => {
    const timer = setTimeout(dismiss, STAYS_MS);
    return () => clearTimeout(timer);
  }, [dismiss, verdict]);
  return (
    <section className={styles.bar} aria-label="What saving did" role="status">
      <Status tone={closed.length > 0 ? "bad" : "ok"}>{verdictWords(verdict, revocation)}</Status>
      <span className={text.second}>{formatCount(kept)} kept receiving</span>
      {losing > 0 && (
        <Status tone="warn">{formatPlural(losing, "connection lost rights", "connections lost rights")}</Status>
      )}
      <span className={leaked > 0 ? styles.leaked : text.second}>{formatCount(leaked)} messages leaked</span>
      <span className={`${text.third} ${text.cut}`}>saved as revision {verdict.revision}</span>
      <span className={text.grow} />
      <Button look="ghost" isSquare aria-label="Dismiss" onClick={dismiss}>
        <IconX {...ICON.small} />
      </Button>
    </section>
  );
}
