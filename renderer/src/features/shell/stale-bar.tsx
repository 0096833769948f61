/** Owns the line that says that the link is lost and what is shown meanwhile. */
import { useLiveView, useStores } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatClock, formatSpan } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import styles from "./stale-bar.module.css";

export function StaleBar() {
  const { link } = useStores();
  const now = useNow();
  const since = useLiveView((view) => (view.phase === "stale" ? view.sinceMs : now));
  return (
    <div className={styles.bar} role="status">
      <Status tone="warn">{link.state === "open" ? "Reading anew" : `Link lost ${formatSpan(now - since)} ago`}</Status>
      <span>
        This is what was true at {formatClock(since)}.{" "}
        {link.state === "open" ? "The broker is being asked again." : "Connecting again by itself."}
      </span>
      <span className={text.grow} />
      <Button size="small" onClick={() => link.retry()}>
        Try now
      </Button>
    </div>
  );
}
