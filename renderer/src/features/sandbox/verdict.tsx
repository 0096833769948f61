/** Owns the verdict: one sentence that is read from the back row. */
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { useLive } from "../../stores/stores.tsx";
import { formatCount, formatMs, formatPlural, formatRate } from "../../ui/format.ts";
import { stageOf } from "./stage.ts";
import styles from "./verdict.module.css";

export function Verdict({ clients }: { clients: readonly SandboxClient[] }) {
  const revocations = useLive((data) => data.revocations);
  const stage = stageOf(clients, revocations);
  if (stage === null) return <Calm clients={clients} />;
  const { revocation, online, kept, slowestMs } = stage;
  return (
    <div className={styles.verdict} role="status" aria-live="polite" aria-atomic="true" aria-label="Verdict">
      <span className={styles.bad}>
        <b>{formatCount(revocation.closed)} closed</b> <i>in</i> <b>{formatMs(slowestMs ?? 0)} ms</b>
      </span>
      <span className={styles.part} />
      <b className={styles.ok}>
        {kept.length > 0 ? `${formatCount(kept.length)} kept receiving` : `${formatCount(online.length)} stay online`}
      </b>
      <span className={styles.part} />
      <span className={revocation.leaked > 0 ? styles.bad : ""}>
        {formatCount(revocation.leaked)} {revocation.leaked === 1 ? "message" : "messages"} leaked
      </span>
    </div>
  );
}

/** Before anybody was closed. */
function Calm({ clients }: { clients: readonly SandboxClient[] }) {
  const online = clients.filter(({ state }) => state.kind === "online");
  const perSec = online.reduce((sum, client) => sum + client.perSec, 0);
  return (
    <div className={styles.verdict} role="status" aria-label="Verdict">
      <span>
        <b className={online.length > 0 ? styles.ok : ""}>{formatCount(online.length)} online</b>
        {online.length < clients.length && <i> of {formatPlural(clients.length, "client")}</i>}
      </span>
      <span className={styles.part} />
      <span>{formatRate(perSec)} messages a second</span>
    </div>
  );
}
