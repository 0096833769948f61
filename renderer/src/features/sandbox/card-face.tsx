/** Owns the face of a card: alive with its count, or closed with code, milliseconds and reason. */
import { IconCircleCheck, IconCircleMinus, IconCircleX, IconClock, IconLoader } from "@tabler/icons-react";
import type { SandboxClient, SandboxClose } from "../../../../broker/contract/sandbox.ts";
import { formatCount, formatMs, formatRate } from "../../ui/format.ts";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import styles from "./face.module.css";
import { Sparkline } from "./sparkline.tsx";

const ICON = { size: 22, stroke: 2.25, "aria-hidden": true } as const;

export function CardFace({ client }: { client: SandboxClient }) {
  // One element through every state: a new one would have nothing to fade from.
  return (
    <div className={styles.face}>
      <Inside client={client} />
    </div>
  );
}

function Inside({ client }: { client: SandboxClient }) {
  const { state } = client;
  switch (state.kind) {
    case "online":
      return (
        <>
          <p className={`${styles.word} ${styles.ok}`}>
            <IconCircleCheck {...ICON} />
            Online
          </p>
          <p className={styles.count}>{formatCount(client.received)}</p>
          <p className={text.second}>
            received, <span className={text.mono}>{formatRate(client.perSec)}/s</span>
          </p>
          <Repeats client={client} />
          <Sparkline values={client.series} />
        </>
      );
    case "connecting":
      return (
        <>
          <p className={`${styles.word} ${styles.info}`}>
            <IconLoader {...ICON} />
            Connecting
          </p>
          <p className={text.second}>{state.attempt === 1 ? "Shaking hands" : `Attempt ${state.attempt}`}</p>
        </>
      );
    case "waiting":
      return <Waiting attempt={state.attempt} retryAt={state.retryAt} close={state.close} />;
    case "closed":
      return <Closed close={state.close} />;
    case "off":
      return (
        <>
          <p className={`${styles.word} ${styles.off}`}>
            <IconCircleMinus {...ICON} />
            Off
          </p>
          <p className={styles.count}>{formatCount(client.received)}</p>
          <p className={text.second}>received</p>
        </>
      );
  }
}

function Closed({ close }: { close: SandboxClose }) {
  const ms = close.commitToGoneMs ?? close.commitToCloseMs;
  const cut = close.reason.indexOf(": ");
  return (
    <>
      <p className={styles.word}>
        <IconCircleX {...ICON} />
        Closed
      </p>
      <p className={styles.stamp}>{close.code}</p>
      {ms !== null && (
        <p className={styles.ms}>
          {formatMs(ms)} <small>ms</small>
        </p>
      )}
      <p className={styles.reason}>
        {cut < 0 ? close.reason || "without a reason" : `${close.reason.slice(0, cut)}:`}
        {cut >= 0 && <code>{close.reason.slice(cut + 2)}</code>}
      </p>
    </>
  );
}

function Waiting({ attempt, retryAt, close }: { attempt: number; retryAt: string; close: SandboxClose }) {
  const now = useNow(100);
  const left = Math.max(0, Date.parse(retryAt) - now);
  return (
    <>
      <p className={`${styles.word} ${styles.warn}`}>
        <IconClock {...ICON} />
        Waiting
      </p>
      <p className={styles.count}>
        {(left / 1000).toFixed(1)} <small>s</small>
      </p>
      <p className={text.second}>until attempt {attempt}</p>
      <p className={`${styles.why} ${text.third}`}>
        Ended with {close.code}
        {close.reason === "" ? "" : `: ${close.reason}`}
      </p>
    </>
  );
}

function Repeats({ client }: { client: SandboxClient }) {
  const running = client.repeats.filter(({ isRunning }) => isRunning);
  const failed = client.repeats.find(({ error }) => error !== null);
  if (running.length === 0 && failed === undefined) return null;
  const perSec = running.reduce((sum, repeat) => sum + repeat.perSec, 0);
  return (
    <p className={`${styles.repeats} ${text.cut}`} title={client.repeats.map(({ topic }) => topic).join("\n")}>
      {running.length > 0 ? (
        <>
          sends <span className={text.mono}>{formatRate(perSec)}/s</span>
        </>
      ) : (
        <span className={styles.bad}>repeat stopped: {failed?.error}</span>
      )}
    </p>
  );
}
