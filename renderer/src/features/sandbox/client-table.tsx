/** Owns the table: the same clients in dense rows. */
import { IconPlugConnected, IconPlugConnectedX } from "@tabler/icons-react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatMs, formatRate } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status, type Tone } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { ClientMenu } from "./client-menu.tsx";
import styles from "./client-table.module.css";
import { shortTopic, shortValue } from "./message-words.ts";
import { closeOf } from "./stage.ts";
import type { TheatreProps } from "./theatre.tsx";

export function ClientTable({ clients, acts, open }: TheatreProps) {
  const tokens = useLive((data) => data.tokens);
  const doing = { ...acts, ...open };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={styles.scroll} aria-label="Clients" tabIndex={0}>
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
          {clients.map((client) => {
            const { id, name, tokenId, filters, received, perSec, sent, last, state } = client;
            const isOff = state.kind === "off" || state.kind === "closed";
            const newest = last[0];
            return (
              <tr
                key={id}
                className={state.kind === "closed" ? styles.dead : ""}
                aria-label={name}
                data-state={state.kind}
              >
                <td className={text.strong}>{name}</td>
                <td title={closeOf(client)?.reason ?? ""}>
                  <State client={client} />
                </td>
                <td>{tokenId === null ? "none" : (tokens.get(tokenId)?.name ?? tokenId)}</td>
                <td className={text.mono} title={filters.join("\n")}>
                  {filters.join(", ")}
                </td>
                <td className={`${text.mono} ${table.right}`}>{formatCount(received)}</td>
                <td className={`${text.mono} ${table.right}`}>{formatRate(perSec)}</td>
                <td className={`${text.mono} ${table.right}`}>{formatCount(sent)}</td>
                <td className={text.mono}>{newest && `${shortTopic(newest.topic)} ${shortValue(newest.text)}`}</td>
                <td className={styles.acts}>
                  <Button
                    look="ghost"
                    size="small"
                    isSquare
                    aria-label={`${isOff ? "Connect" : "Disconnect"} ${name}`}
                    onClick={() => (isOff ? acts.connect(client) : acts.disconnect(client))}
                  >
                    {isOff ? <IconPlugConnected {...ICON.small} /> : <IconPlugConnectedX {...ICON.small} />}
                  </Button>
                  <ClientMenu client={client} doing={doing} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const TONES: Readonly<Record<SandboxClient["state"]["kind"], Tone>> = {
  off: "off",
  connecting: "info",
  online: "ok",
  closed: "bad",
  waiting: "warn",
};

function State({ client }: { client: SandboxClient }) {
  const { state } = client;
  return <Status tone={TONES[state.kind]}>{words(client)}</Status>;
}

function words(client: SandboxClient): string {
  const { state } = client;
  switch (state.kind) {
    case "off":
      return "Off";
    case "online":
      return "Online";
    case "connecting":
      return state.attempt === 1 ? "Connecting" : `Connecting, attempt ${state.attempt}`;
    case "waiting":
      return `Waiting for attempt ${state.attempt}`;
    case "closed": {
      const ms = closeOf(client)?.commitToGoneMs ?? null;
      return `Closed ${state.close.code}${ms === null ? "" : ` in ${formatMs(ms)} ms`}`;
    }
  }
}
