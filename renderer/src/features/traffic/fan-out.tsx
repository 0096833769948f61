/** Owns the fan-out of one message: its figures, and everybody who had a filter that matched. */
import { IconArrowBarToDown, IconCheck, IconCircleCheck, IconClockPause, IconEyeOff } from "@tabler/icons-react";
import type { TrafficFanOut, TrafficRecipient } from "../../../../broker/contract/traffic.ts";
import { useLive } from "../../stores/stores.tsx";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import { type Direct, nobodyWords } from "./direct-words.ts";
import styles from "./fan-out.module.css";
import { FARED_GROUPS, type FaredGroup, faredGroup, faredWhy } from "./fared-words.ts";

const WORD = { delivered: "Delivered", withheld: "Withheld", dropped: "Dropped", waiting: "Waiting" } as const;
const FIGURE_GLYPH = {
  delivered: IconCircleCheck,
  withheld: IconEyeOff,
  dropped: IconArrowBarToDown,
  waiting: IconClockPause,
} as const;
const ROW_GLYPH = { ...FIGURE_GLYPH, delivered: IconCheck } as const;
/** In the order of the bar. */
const FIGURES = ["delivered", "withheld", "dropped", "waiting"] as const;

type FanOutProps = {
  fanOut: TrafficFanOut;
  /** Set for what was sent past all topics: no filter had to match. */
  direct?: Direct | undefined;
};

export function FanOut({ fanOut, direct }: FanOutProps) {
  const groups = Map.groupBy(fanOut.recipients, faredGroup);
  const shown = FIGURES.filter((name) => name !== "waiting" || fanOut.waiting > 0);
  return (
    <section className={styles.fan} aria-label="Fan-out">
      <h3>
        Fan-out
        <span className={text.grow} />
        <em>
          {direct === undefined
            ? `${formatCount(fanOut.matched)} match by ${formatPlural(fanOut.filters, "filter")}`
            : formatPlural(fanOut.matched, "connection")}
        </em>
      </h3>
      {fanOut.matched === 0 ? (
        <p className={styles.nobody}>
          {direct === undefined ? "No session held a filter that matches this topic." : `${nobodyWords(direct)}.`}
        </p>
      ) : (
        <div className={styles.bar} aria-hidden>
          {FIGURES.map((name) =>
            fanOut[name] > 0 ? (
              <span key={name} className={styles.part} data-fared={name} style={{ flexGrow: fanOut[name] }} />
            ) : null,
          )}
        </div>
      )}
      <dl className={styles.figures}>
        {shown.map((name) => {
          const Glyph = FIGURE_GLYPH[name];
          return (
            <div key={name}>
              <dd>{formatCount(fanOut[name])}</dd>
              <dt className={styles[name]}>
                <Glyph {...ICON.small} />
                {WORD[name]}
              </dt>
            </div>
          );
        })}
      </dl>
      {FARED_GROUPS.map((name) => (
        <Group key={name} name={name} recipients={groups.get(name) ?? []} fanOut={fanOut} />
      ))}
      {fanOut.recipients.length < fanOut.matched && (
        <p className={styles.nobody}>
          {formatCount(fanOut.matched - fanOut.recipients.length)} more are counted and not listed.
        </p>
      )}
    </section>
  );
}

type GroupProps = { name: FaredGroup; recipients: readonly TrafficRecipient[]; fanOut: TrafficFanOut };

function Group({ name, recipients, fanOut }: GroupProps) {
  const queueFrames = useLive((data) => data.settings.maxQueueFrames);
  if (recipients.length === 0) return null;
  const Glyph = ROW_GLYPH[name];
  const slowest = name === "delivered" && fanOut.slowestMs !== null ? `, slowest ${formatDelay(fanOut.slowestMs)}` : "";
  return (
    <>
      <h4>
        {WORD[name]}
        <span>
          {formatCount(fanOut[name])}
          {slowest}
        </span>
      </h4>
      <ul aria-label={WORD[name]}>
        {recipients.map((recipient, index) => {
          const why = faredWhy(recipient, queueFrames);
          const isLast = why !== faredWhyOf(recipients[index + 1], queueFrames);
          return (
            <li key={recipient.connectionId} title={byFilters(recipient)}>
              <Glyph {...ICON.small} className={styles[name]} />
              <span className={text.cut}>
                <b>{visibleName(recipient.label)}</b>
                <em>{visibleName(recipient.tokenName ?? recipient.tokenId)}</em>
                <span className={text.hidden}> {byFilters(recipient)}</span>
              </span>
              <span className={text.mono}>{recipient.delayMs === null ? "–" : formatDelay(recipient.delayMs)}</span>
              {why !== null && isLast && <p>{why}</p>}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function byFilters({ filters }: TrafficRecipient): string | undefined {
  return filters.length === 0 ? undefined : `by ${filters.join(", ")}`;
}

/** Neighbours with one reason share its sentence. */
function faredWhyOf(recipient: TrafficRecipient | undefined, queueFrames: number): string | null | undefined {
  return recipient === undefined ? undefined : faredWhy(recipient, queueFrames);
}

function formatDelay(ms: number): string {
  return ms < 100 ? `${ms.toFixed(2)} ms` : `${formatCount(ms)} ms`;
}
