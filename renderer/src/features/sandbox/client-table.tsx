/** Owns the table: the same clients in dense rows. */
import { useRef, useState } from "react";
import { useLive } from "../../stores/stores.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { ClientRow } from "./client-row.tsx";
import styles from "./client-table.module.css";
import { Nearness } from "./nearness.ts";
import { fadesIn } from "./stage.ts";
import type { TheatreProps } from "./theatre.tsx";
import { useDoing } from "./use-doing.ts";

/** Rows that a large window shows at once. */
const FIRST = 40;

export function ClientTable({ clients, acts, open }: TheatreProps) {
  const tokens = useLive((data) => data.tokens);
  const scroller = useRef<HTMLElement>(null);
  const [nearness] = useState(() => new Nearness(scroller));
  const doing = useDoing(acts, open);
  return (
    <section
      ref={scroller}
      className={styles.scroll}
      aria-label="Clients"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      data-fades={fadesIn(clients) || undefined}
    >
      <table className={`${table.table} ${styles.table}`}>
        <thead>
          <tr>
            <th>Client</th>
            <th>State</th>
            <th>Token</th>
            <th>Filters</th>
            <th className={table.right}>Received</th>
            <th className={table.right}>A second</th>
            <th className={table.right}>Sent</th>
            <th>Last received</th>
            <th>
              <span className={text.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {clients.map((client, index) => (
            <ClientRow
              key={client.id}
              client={client}
              tokenName={client.tokenId === null ? "none" : (tokens.get(client.tokenId)?.name ?? client.tokenId)}
              doing={doing}
              nearness={nearness}
              startsNear={index < FIRST}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
