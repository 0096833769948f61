/** Owns the panel of one connection: how it ended, its handshake, its rights and why, its traffic, its history. */
import { IconChevronDown, IconChevronUp, IconCopy, IconKey, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { useLive, useShell, useStores } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatSpan } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import { usageOf } from "../../ui/usage.ts";
import { useNow } from "../../ui/use-now.ts";
import { visibleName } from "../../ui/visible.ts";
import { Audience } from "./audience.tsx";
import { ClosedBanner } from "./closed-banner.tsx";
import styles from "./detail.module.css";
import { Handshake } from "./handshake.tsx";
import { History } from "./history.tsx";
import { PreviousSessions } from "./previous-sessions.tsx";
import { Rights } from "./rights.tsx";
import { Traffic } from "./traffic.tsx";

const TABS = ["Handshake", "Rights", "Traffic", "History", "Send"] as const;
type Tab = (typeof TABS)[number];

const SLOT_REASON = "slot freed for another client";

export type DetailProps = {
  connection: ConnectionView;
  onStep: (by: number) => void;
  onClose: () => void;
  /** Asks before it closes the connection; `reason` stands in the form at first. */
  onKick: (reason?: string) => void;
};

export function Detail({ connection, onStep, onClose, onKick }: DetailProps) {
  const [chosen, setTab] = useState<Tab>("Rights");
  const { tester } = useStores();
  const { go, openDialog } = useShell((state) => state);
  const token = useLive((data) => data.tokens.get(connection.tokenId));
  const now = useNow();
  const { closed, tokenId } = connection;
  const isSpokenTo = connection.dialect === "realtime" && closed === null;
  const tab = chosen === "Send" && !isSpokenTo ? "Rights" : chosen;
  const isFull = token !== undefined && usageOf(token.connections, token.maxConnections) === "full";
  const name = connection.subject?.username ?? connection.subject?.userId ?? connection.clientId ?? connection.address;
  const open = Date.parse(closed?.at ?? new Date(now).toISOString()) - Date.parse(connection.connectedAt);
  return (
    <aside className={`${panel.panel} ${styles.panel}`} aria-label={`Connection ${name}`} tabIndex={-1} data-panel>
      <div className={styles.head}>
        <div>
          <h2 className={text.cut}>{visibleName(name)}</h2>
          <span className={text.grow} />
          <Button look="ghost" isSquare aria-label="Connection above" onClick={() => onStep(-1)}>
            <IconChevronUp {...ICON.medium} />
          </Button>
          <Button look="ghost" isSquare aria-label="Connection below" onClick={() => onStep(1)}>
            <IconChevronDown {...ICON.medium} />
          </Button>
          <Button look="ghost" isSquare aria-label="Close the panel" onClick={onClose}>
            <IconX {...ICON.medium} />
          </Button>
        </div>
        <p>
          token {connection.tokenName ?? tokenId}, {closed ? "was open" : "open"} {formatSpan(open)}
        </p>
      </div>
      {closed && <ClosedBanner closed={closed} token={token} />}
      <div role="tablist" aria-label="About this connection" className={styles.tabs}>
        {TABS.filter((name) => name !== "Send" || isSpokenTo).map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={name === tab}
            className={name === tab ? styles.on : ""}
            onClick={() => setTab(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" aria-label={tab}>
        {tab === "Rights" && <Rights connection={connection} />}
        {(tab === "Rights" || tab === "Handshake") && (
          <Handshake connection={connection} isWhole={tab === "Handshake"} />
        )}
        {tab === "Traffic" && <Traffic connection={connection} />}
        {(tab === "Rights" || tab === "History") && <History connection={connection} />}
        {tab === "History" && <PreviousSessions connection={connection} />}
        {tab === "Send" && isSpokenTo && <Audience connection={connection} />}
      </div>
      <div className={styles.foot}>
        <Button
          onClick={() => {
            tester.getState().ask({ tokenId, action: "subscribe", topic: connection.filters[0] ?? "" });
            go("access");
          }}
        >
          <IconKey {...ICON.small} />
          Open in Access
        </Button>
        {closed ? (
          <Button onClick={() => openDialog({ kind: "copy-as-client", id: tokenId })}>
            <IconCopy {...ICON.small} />
            Copy as client
          </Button>
        ) : (
          <>
            {isFull && (
              <Button
                title={`${connection.tokenName ?? tokenId} is full: this closes one connection for another to come`}
                onClick={() => onKick(SLOT_REASON)}
              >
                Free this slot…
              </Button>
            )}
            <Button onClick={() => onKick()}>Kick…</Button>
          </>
        )}
      </div>
    </aside>
  );
}
