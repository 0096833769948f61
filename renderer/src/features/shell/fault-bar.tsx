/** Line that tells of a fault in this window that belongs to no screen: what failed, and ways on. */
import { useFaults } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatCount } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./stale-bar.module.css";

export function FaultBar() {
  const faults = useFaults((state) => state.faults);
  const dismiss = useFaults((state) => state.dismiss);
  const newest = faults.at(-1);
  if (newest === undefined) return null;
  const times = faults.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={`${styles.bar} ${styles.fault}`} role="alert">
      <Status tone="bad">{newest.where} failed</Status>
      <span className={text.cut} title={newest.message}>
        {newest.message}
      </span>
      {times > 1 && <span className={text.second}>{formatCount(times)} faults</span>}
      <span className={text.grow} />
      <Button size="small" onClick={() => location.reload()}>
        Reload the window
      </Button>
      <CopyButton value={faults.map(({ details }) => details).join("\n\n")} label="Copy details" isWordy />
      <Button size="small" look="ghost" onClick={dismiss}>
        Hide
      </Button>
    </div>
  );
}
