/** Owns "From commit to closed": one lane a client on a shared axis of milliseconds. */
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { useLive } from "../../stores/stores.tsx";
import { formatCount, formatMs } from "../../ui/format.ts";
import text from "../../ui/text.module.css";
import styles from "./dock.module.css";
import { axisOf, deliveryWords } from "./lane-axis.ts";
import { closeOf, stageOf } from "./stage.ts";

const LEFT = 116;
const RIGHT = 376;
const FULL = 468;
const LANE = 24;
const TOP = 8;
/** More lanes than a person compares. */
const MOST = 24;

export function Lanes({ clients }: { clients: readonly SandboxClient[] }) {
  const revocations = useLive((data) => data.revocations);
  const stage = stageOf(clients, revocations);
  return (
    <section className={styles.lanes} aria-label="From commit to closed">
      <div className={styles.head}>
        <h2>From commit to closed</h2>
        <span className={text.grow} />
        <span className={styles.legend}>
          <i />
          close frame
        </span>
        <span className={styles.legend}>
          <i className={styles.gone} />
          socket gone
        </span>
        <span className={styles.legend}>
          <i className={styles.next} />
          next delivery
        </span>
      </div>
      <div className={styles.plot}>
        {stage === null ? (
          <p className={styles.none}>Save a change that closes somebody: here is how long each took.</p>
        ) : (
          <Plot closed={stage.closed} online={stage.online} />
        )}
      </div>
    </section>
  );
}

function Plot({ closed, online }: { closed: readonly SandboxClient[]; online: readonly SandboxClient[] }) {
  const lanes = [...closed, ...online].slice(0, MOST);
  const rest = closed.length + online.length - lanes.length;
  const ends = closed.map((client) => closeOf(client)?.commitToGoneMs ?? closeOf(client)?.commitToCloseMs ?? 0);
  const { top, ticks } = axisOf(Math.max(0, ...ends));
  const x = (ms: number) => LEFT + (Math.min(ms, top) / top) * (RIGHT - LEFT);
  const bottom = TOP + Math.max(lanes.length, 1) * LANE;
  return (
    <>
      <svg viewBox={`0 0 ${FULL} ${bottom + 20}`} role="img" aria-label={summary(closed, online)}>
        {ticks.map((tick, index) => (
          <g key={tick}>
            <line
              className={index === 0 ? styles.zero : styles.grid}
              x1={x(tick)}
              x2={x(tick)}
              y1={TOP - 4}
              y2={bottom}
            />
            <text className={styles.axis} x={x(tick)} y={bottom + 14} textAnchor="middle">
              {index === ticks.length - 1 ? `${tick} ms` : tick}
            </text>
          </g>
        ))}
        {lanes.map((client, index) => (
          <Lane key={client.id} client={client} y={TOP + index * LANE + LANE / 2} x={x} />
        ))}
      </svg>
      {rest > 0 && <p className={`${text.small} ${text.third}`}>and {formatCount(rest)} more</p>}
    </>
  );
}

function Lane({ client, y, x }: { client: SandboxClient; y: number; x: (ms: number) => number }) {
  const close = closeOf(client);
  if (close === null) {
    const deliveryMs = client.afterCommit?.deliveryMs ?? null;
    return (
      <g>
        <text className={`${styles.name} ${styles.survivor}`} x={0} y={y + 4}>
          {cut(client.name)}
        </text>
        <line className={styles.alive} x1={LEFT} x2={RIGHT} y1={y} y2={y} />
        <line className={styles.alive} x1={RIGHT} x2={RIGHT + 14} y1={y} y2={y} strokeDasharray="2 2" />
        {deliveryMs !== null && <circle className={styles.dot} cx={RIGHT + 16} cy={y} r={3.5} />}
        <text className={styles.nextMs} x={FULL - 4} y={y + 4} textAnchor="end">
          {deliveryMs === null ? "…" : deliveryWords(deliveryMs)}
        </text>
      </g>
    );
  }
  const written = close.commitToCloseMs ?? 0;
  const gone = close.commitToGoneMs ?? written;
  return (
    <g>
      <text className={styles.name} x={0} y={y + 4}>
        {cut(client.name)}
      </text>
      <line className={styles.closing} x1={LEFT} x2={x(written)} y1={y} y2={y} />
      <line className={styles.going} x1={x(written)} x2={Math.max(x(gone), x(written) + 1)} y1={y} y2={y} />
      <text className={styles.closedMs} x={x(gone) + 8} y={y + 4}>
        {formatMs(gone)} ms
      </text>
    </g>
  );
}

const NAME = 16;

function cut(name: string): string {
  return name.length > NAME ? `${name.slice(0, NAME - 1)}…` : name;
}

function summary(closed: readonly SandboxClient[], online: readonly SandboxClient[]): string {
  const gone = closed.map((client) => `${client.name} ${formatMs(closeOf(client)?.commitToGoneMs ?? 0)} ms`);
  return `Closed: ${gone.join(", ")}. Online: ${online.map(({ name }) => name).join(", ") || "nobody"}.`;
}
