/** Owns the six counters; each opens the list behind its number. */
import { UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLive, useShell } from "../../stores/stores.tsx";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import text from "../../ui/text.module.css";
import styles from "./counters.module.css";

export function Counters() {
  const stats = useLive((data) => data.stats);
  const tokens = useLive((data) => data.tokens);
  const { go, showConnections, showDock } = useShell((state) => state);
  const disabled = [...tokens.values()].filter((token) => token.state !== "enabled").length;
  const denied = formatCount(stats.deniedLastMin);
  return (
    <div className={styles.row}>
      <Counter label="Connections" value={stats.connections} onOpen={() => showConnections("")}>
        {stats.openedLast5Min === 0 ? "none" : formatCount(stats.openedLast5Min)} opened in the last 5 min
      </Counter>
      <Counter label="Tokens in use" value={stats.tokensInUse} onOpen={() => go("access")}>
        of {formatCount(tokens.size)}
        {disabled > 0 && `, ${formatCount(disabled)} disabled`}
      </Counter>
      <Counter label="Topics" value={stats.topics} onOpen={() => go("topics")}>
        {stats.topicsActiveLastMin === 0 ? "none" : formatCount(stats.topicsActiveLastMin)} active in the last min
      </Counter>
      <Counter label="Subscriptions" value={stats.subscriptions} onOpen={() => showConnections("")}>
        {stats.wildcardSubscriptions === 0 ? "none" : formatCount(stats.wildcardSubscriptions)} with wildcards
      </Counter>
      <Counter label="Denied, last hour" value={stats.deniedLastHour} onOpen={() => showDock("door")}>
        {stats.deniedLastMin > 0 ? (
          <span className={styles.bad}>
            <IconCircleX {...ICON.micro} />
            {denied} in the last min
          </span>
        ) : (
          "none in the last min"
        )}
      </Counter>
      <Counter label="Dropped, last hour" value={stats.droppedLastHour} onOpen={() => showConnections("dropped>0 ")}>
        {stats.slowest ? (
          <span className={styles.warn}>
            <IconAlertTriangle {...ICON.micro} />
            <span className={text.cut}>{stats.slowest.label} is slow</span>
          </span>
        ) : (
          "every reader keeps up"
        )}
      </Counter>
    </div>
  );
}

type CounterProps = { label: string; value: number; onOpen?: () => void; children: ReactNode };

function Counter({ label, value, onOpen, children }: CounterProps) {
  const inside = (
    <>
      <span className={text.label}>{label}</span>
      <b>{formatCount(value)}</b>
      <span className={styles.note}>{children}</span>
    </>
  );
  if (!onOpen) return <div className={styles.counter}>{inside}</div>;
  return (
    <UnstyledButton className={`${styles.counter} ${styles.door}`} onClick={onOpen}>
      {inside}
    </UnstyledButton>
  );
}
