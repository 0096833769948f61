/** Owns the numbers of the last edit that closed somebody, all of them measured. */
import { useLive } from "../../stores/stores.tsx";
import { formatCount, formatMs } from "../../ui/format.ts";
import panel from "../../ui/side-panel.module.css";
import { Since } from "../../ui/since.tsx";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import styles from "./revision-numbers.module.css";

export function RevisionNumbers() {
  const revocation = useLive((data) => data.revocations[0]);
  const now = useNow();
  if (revocation === undefined) return null;
  const { revision, at, closed, kept, closeMs, goneMs, framesDiscarded, leaked } = revocation;
  return (
    <section className={panel.section} aria-label={`Revision ${revision}`}>
      <h3>
        Revision {revision}
        <span className={text.grow} />
        <span className={text.label}>
          <Since at={at} now={now} /> ago
        </span>
      </h3>
      <dl className={panel.pairs}>
        <dt>Closed</dt>
        <dd className={text.mono}>
          {formatCount(closed)} of {formatCount(closed + kept)}
        </dd>
        <dt>Commit to close frame, max</dt>
        <dd className={text.mono}>{closeMs === null ? "–" : `${formatMs(closeMs.max)} ms`}</dd>
        <dt>Commit to socket gone, max</dt>
        <dd className={text.mono}>{goneMs === null ? "–" : `${formatMs(goneMs.max)} ms`}</dd>
        <dt>Queued frames discarded</dt>
        <dd className={text.mono}>{formatCount(framesDiscarded)}</dd>
        <dt>Leaked after commit</dt>
        <dd className={`${text.mono} ${leaked === 0 ? styles.ok : styles.bad}`}>{formatCount(leaked)}</dd>
      </dl>
    </section>
  );
}
