/** Owns one client's row; what is done with it is there when it is near what is seen. */
import { IconPlugConnected, IconPlugConnectedX } from "@tabler/icons-react";
import { memo } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatRate } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status, type Tone } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import { ClientMenu, type Doing } from "./client-menu.tsx";
import styles from "./client-table.module.css";
import { shortTopic, shortValue } from "./message-words.ts";
import { type Nearness, useIsNear } from "./nearness.ts";
import { closeOf } from "./stage.ts";
import { stateWords } from "./state-words.ts";

export type ClientRowProps = {
  client: SandboxClient;
  tokenName: string;
  doing: Doing;
  nearness: Nearness;
  /** Before the browser has looked. */
  startsNear: boolean;
};

export const ClientRow = memo(function ClientRow({ client, tokenName, doing, nearness, startsNear }: ClientRowProps) {
  const { isNear, element } = useIsNear<HTMLTableRowElement>(nearness, startsNear);
  const { name, filters, received, perSec, sent, last, state } = client;
  const isOff = state.kind === "off" || state.kind === "closed";
  const newest = last[0];
  return (
    <tr ref={element} className={state.kind === "closed" ? styles.dead : ""} aria-label={name} data-state={state.kind}>
      <td className={text.strong}>{visibleName(name)}</td>
      <td title={closeOf(client)?.reason ?? ""}>
        {isNear ? <Status tone={TONES[state.kind]}>{stateWords(state)}</Status> : stateWords(state)}
      </td>
      <td>{visibleName(tokenName)}</td>
      <td className={text.mono} title={filters.join("\n")}>
        {filters.join(", ")}
      </td>
      <td className={`${text.mono} ${table.right}`}>{formatCount(received)}</td>
      <td className={`${text.mono} ${table.right}`}>{formatRate(perSec)}</td>
      <td className={`${text.mono} ${table.right}`}>{formatCount(sent)}</td>
      <td className={text.mono}>{newest && `${shortTopic(newest.topic)} ${shortValue(newest.text)}`}</td>
      <td className={styles.acts}>
        {isNear && (
          <>
            <Button
              look="ghost"
              size="small"
              isSquare
              aria-label={`${isOff ? "Connect" : "Disconnect"} ${name}`}
              onClick={() => (isOff ? doing.connect(client) : doing.disconnect(client))}
            >
              {isOff ? <IconPlugConnected {...ICON.small} /> : <IconPlugConnectedX {...ICON.small} />}
            </Button>
            <ClientMenu client={client} doing={doing} />
          </>
        )}
      </td>
    </tr>
  );
});

const TONES: Readonly<Record<SandboxClient["state"]["kind"], Tone>> = {
  off: "off",
  connecting: "info",
  online: "ok",
  closed: "bad",
  waiting: "warn",
};
