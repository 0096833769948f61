/** Owns what a card shows that is near: head, face, filters, last messages, and what a retry would get. */
import { IconCheck, IconX } from "@tabler/icons-react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { matches } from "../../../../broker/contract/topics.ts";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./card.module.css";
import { CardFace } from "./card-face.tsx";
import { CardFoot } from "./card-foot.tsx";
import { ClientMenu, type Doing } from "./client-menu.tsx";
import { LastMessages } from "./last-messages.tsx";
import { closeOf } from "./stage.ts";
import type { RetryVerdict } from "./use-retries.ts";

const FILTERS = 2;

export type WholeCardProps = {
  client: SandboxClient;
  /** "token Phone app". */
  tokenName: string;
  /** What a retry would get, once that is known. */
  retry: RetryVerdict | null;
  doing: Doing;
};

export function WholeCard({ client, tokenName, retry, doing }: WholeCardProps) {
  const close = closeOf(client);
  const isDead = client.state.kind === "closed";
  const lost = retry?.lost ?? lostIn(close?.reason ?? "", client.filters);
  return (
    <>
      <header className={styles.head}>
        <div className={text.cut}>
          <h2 className={text.cut} title={client.name}>
            {client.name}
          </h2>
          <p className={text.cut}>{visibleName(tokenName)}</p>
        </div>
        <ClientMenu client={client} doing={doing} />
      </header>
      <CardFace client={client} />
      <ul className={styles.filters} aria-label="Filters">
        {client.filters.length === 0 && <li className={text.third}>no filter</li>}
        {client.filters.slice(0, client.filters.length > FILTERS ? FILTERS - 1 : FILTERS).map((filter) => (
          <li key={filter} className={lost.has(filter) ? styles.lost : ""}>
            {lost.has(filter) ? <IconX {...ICON.micro} /> : <IconCheck {...ICON.micro} />}
            <span className={`${text.mono} ${text.cut}`} title={filter}>
              {filter}
            </span>
          </li>
        ))}
        {client.filters.length > FILTERS && (
          <li className={text.third} title={client.filters.join("\n")}>
            and {client.filters.length - FILTERS + 1} more
          </li>
        )}
      </ul>
      {client.refusal !== null && !isDead && (
        <p className={styles.refusal}>
          <Status tone="bad" size="micro">
            {client.refusal.message}
          </Status>
        </p>
      )}
      <LastMessages client={client} onOpen={() => doing.show({ kind: "messages", id: client.id })} />
      {close !== null && <CardFoot client={client} retry={retry} onConnect={() => doing.connect(client)} />}
      {client.state.kind === "off" && (
        <footer className={styles.foot}>
          <span className={text.second}>Not connected</span>
          <Button size="small" onClick={() => doing.connect(client)}>
            Connect
          </Button>
        </footer>
      )}
    </>
  );
}

/** Until it is explained: the filter that the close itself names. */
function lostIn(reason: string, filters: readonly string[]): ReadonlySet<string> {
  const pattern = reason.slice(reason.indexOf(": ") + 2);
  return new Set(filters.filter((filter) => filter === pattern || matches(pattern, filter)));
}
