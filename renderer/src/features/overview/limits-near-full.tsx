/** Owns the list of tokens that come near their connection limit, or near their expiry. */
import { IconClock } from "@tabler/icons-react";
import { useLive, useShell } from "../../stores/stores.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { termOf } from "../../ui/filter-terms.ts";
import { formatLeft } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import text from "../../ui/text.module.css";
import { USAGE_WORD, usageOf } from "../../ui/usage.ts";
import { UsageBar } from "../../ui/usage-bar.tsx";
import { useNow } from "../../ui/use-now.ts";
import styles from "./limits-near-full.module.css";
import overview from "./overview.module.css";

const ROWS = 5;
const SOON_MS = 24 * 3_600_000;

export function LimitsNearFull() {
  const tokens = useLive((data) => data.tokens);
  const { go, showConnections } = useShell((state) => state);
  const now = useNow(30_000);
  const near = [...tokens.values()]
    .flatMap((token) => {
      const usage = usageOf(token.connections, token.maxConnections);
      return usage === "near" || usage === "full" ? [{ token, usage }] : [];
    })
    .sort((a, b) => b.token.connections / b.token.maxConnections - a.token.connections / a.token.maxConnections);
  const expiring = [...tokens.values()].find(
    ({ state, expiresAt }) => state === "enabled" && expiresAt !== null && Date.parse(expiresAt) - now < SOON_MS,
  );
  return (
    <section aria-label="Limits near full">
      <div className={overview.title}>
        <h2>Limits near full</h2>
        <span className={text.grow} />
        <Button look="link" onClick={() => go("access")}>
          Access
        </Button>
      </div>
      {near.length === 0 && <p className={overview.nothing}>Every token has room.</p>}
      <ul className={styles.list}>
        {near.slice(0, ROWS).map(({ token, usage }) => (
          <li key={token.id}>
            <button
              type="button"
              className={`${text.strong} ${text.cut}`}
              onClick={() => showConnections(termOf("token", token.name ?? token.id))}
            >
              {token.name ?? token.id}
            </button>
            <UsageBar connections={token.connections} maxConnections={token.maxConnections} />
            <span className={text.num}>
              {token.connections} of {token.maxConnections}
            </span>
            <span>
              <Badge tone="warn">{USAGE_WORD[usage]}</Badge>
            </span>
          </li>
        ))}
      </ul>
      {near.length > ROWS && <p className={overview.nothing}>and {near.length - ROWS} more</p>}
      {expiring?.expiresAt && (
        <p className={styles.note}>
          <IconClock {...ICON.small} />
          {expiring.name ?? expiring.id} expires in {formatLeft(Date.parse(expiring.expiresAt) - now)}
        </p>
      )}
    </section>
  );
}
