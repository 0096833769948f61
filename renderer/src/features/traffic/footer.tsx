/** Owns the line under the list: what matches, what the view skipped, whether the capture is whole. */
import { IconArrowBarToDown, IconCircleX, IconEyeOff } from "@tabler/icons-react";
import { useShell, useTraffic } from "../../stores/stores.tsx";
import { useCapsOf } from "../../stores/use-commands.ts";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { KeyCaps } from "../../ui/key-cap.tsx";
import text from "../../ui/text.module.css";
import styles from "./footer.module.css";

export type FooterProps = {
  onFilter: (term: string) => void;
  /** Shows the next place where rows were skipped. */
  onSkipped: () => void;
};

export function Footer({ onFilter, onSkipped }: FooterProps) {
  const counts = useTraffic((state) => state.counts);
  const capture = useTraffic((state) => state.capture);
  const isCounting = useTraffic((state) => state.isCounting);
  const skipped = useTraffic((state) => state.skipped);
  const go = useShell((state) => state.go);
  const [down = ""] = useCapsOf("traffic.next");
  const [up = ""] = useCapsOf("traffic.previous");
  if (counts === null || capture === null) return <footer className={styles.footer} />;
  return (
    <footer className={styles.footer}>
      <span>
        <b>{formatCount(counts.matched)}</b> of <b>{formatCount(counts.total)}</b> match
        {isCounting && " so far"}
      </span>
      <button type="button" onClick={() => onFilter("denied")} title="Show what was denied">
        <IconCircleX {...ICON.micro} />
        <b>{formatCount(counts.denied)}</b> denied
      </button>
      <button type="button" onClick={() => onFilter("dropped")} title="Show what a slow reader lost">
        <IconArrowBarToDown {...ICON.micro} />
        <b>{formatCount(counts.dropped)}</b> dropped
      </button>
      {counts.withheld > 0 && (
        <button type="button" onClick={() => onFilter("withheld")} title="Show what was withheld">
          <IconEyeOff {...ICON.micro} />
          <b>{formatCount(counts.withheld)}</b> withheld
        </button>
      )}
      <span className={text.grow} />
      <span role="status">
        {skipped === 0 ? (
          <>
            View skipped <b>0</b> rows
          </>
        ) : (
          <button type="button" onClick={onSkipped} title="Show the next place where the view skipped rows">
            View skipped <b>{formatCount(skipped)}</b> {skipped === 1 ? "row" : "rows"}
          </button>
        )}
        ,{" "}
        {capture.isOn ? (
          capture.evicted === 0 ? (
            "capture complete"
          ) : (
            <button type="button" onClick={() => go("settings")} title="The quota is full: the oldest rows go">
              capture let go of {formatPlural(capture.evicted, "row")}
            </button>
          )
        ) : (
          "capture is off"
        )}
      </span>
      <span className={styles.keys}>
        <KeyCaps caps={[down, up].filter((cap) => cap !== "")} /> move
      </span>
    </footer>
  );
}
