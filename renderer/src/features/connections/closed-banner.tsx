/** Owns how a connection ended: code, meaning, reason, and the bar from commit over close frame to gone. */
import { IconCircleX } from "@tabler/icons-react";
import { CLOSE_CODES } from "../../../../broker/contract/codes.ts";
import type { ClosedInfo, Token } from "../../../../broker/contract/nouns.ts";
import { formatMs } from "../../ui/format.ts";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import { Barred } from "./barred.tsx";
import styles from "./closed-banner.module.css";
import { endingSentence } from "./ending-words.ts";

const WIDTH = 296;
const BAR = 272;
/** The pale part stays visible, however fast the frame was. */
const LEAST = 24;

export type ClosedBannerProps = {
  closed: ClosedInfo;
  /** As it is now; an operator may keep it out. */
  token: Token | undefined;
};

export function ClosedBanner({ closed, token }: ClosedBannerProps) {
  const now = useNow();
  const { code, reason, commitToCloseMs, commitToGoneMs } = closed;
  const ms = commitToGoneMs ?? commitToCloseMs;
  const isTheirs = closed.by === "client";
  return (
    <div className={`${styles.banner} ${isTheirs ? styles.left : ""}`} role="status">
      <div className={styles.line}>
        <IconCircleX size={18} stroke={1.75} aria-hidden />
        <b>
          {isTheirs ? "Left" : "Closed"} {code}
        </b>
        <span className={text.grow} />
        {ms !== null && <span className={styles.ms}>{formatMs(ms)} ms</span>}
      </div>
      <p>{endingSentence(closed, CLOSE_CODES)}</p>
      {reason !== "" && <code className={text.mono}>{reason}</code>}
      {token?.barredUntil && Date.parse(token.barredUntil) > now && (
        <p className={styles.barred}>
          <Barred token={token} until={token.barredUntil} now={now} words="Token barred for" />
        </p>
      )}
      {commitToCloseMs !== null && <Lane close={commitToCloseMs} gone={commitToGoneMs} />}
    </div>
  );
}

function Lane({ close, gone }: { close: number; gone: number | null }) {
  const share = gone !== null && gone > 0 ? close / gone : 1;
  const at = gone === null ? BAR : Math.max(LEAST, Math.min(BAR - LEAST, share * BAR));
  return (
    <svg
      className={styles.lane}
      width={WIDTH}
      height={30}
      viewBox={`0 0 ${WIDTH} 30`}
      role="img"
      aria-label="From commit to gone"
    >
      <path d={`M0 8H${BAR}`} stroke="var(--bad-line)" strokeWidth="6" />
      {gone !== null && <path d={`M${at} 8H${BAR}`} stroke="var(--bad-mark)" strokeWidth="6" />}
      <path d="M.75 2v12" stroke="var(--text)" strokeWidth="1.5" />
      <text className={styles.axis} x="0" y="27">
        commit
      </text>
      <text className={styles.axis} x={Math.max(88, Math.min(185, at))} y="27" textAnchor="middle">
        close frame {formatMs(close)}
      </text>
      <text className={styles.axis} x={WIDTH} y="27" textAnchor="end">
        {gone === null ? "not gone yet" : `gone ${formatMs(gone)}`}
      </text>
    </svg>
  );
}
