/** Owns the first cell of a row: the token's name and state, and the menu of what can be done with it. */
// biome-ignore-all lint/a11y/useSemanticElements: the grid pattern over virtual rows cannot be made of table elements
import { Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBan, IconClock, IconDotsVertical } from "@tabler/icons-react";
import type { Token } from "../../../../broker/contract/nouns.ts";
import { liftBar } from "../../stores/lift-bar.ts";
import { useClient, useShell, useStores } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { useCopy } from "../../ui/copy.tsx";
import { termOf } from "../../ui/filter-terms.ts";
import { formatLeft, formatMoment } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import styles from "./token-cell.module.css";

/** An expiry nearer than this is worth a colour. */
const SOON_MS = 24 * 3_600_000;

export function TokenCell({ token }: { token: Token }) {
  const { tester } = useStores();
  const name = token.name ?? token.id;
  return (
    <div role="rowheader" tabIndex={-1} className={styles.cell}>
      <div className={styles.names}>
        <button
          type="button"
          tabIndex={-1}
          className={`${text.strong} ${text.cut}`}
          title={`Test as ${name}`}
          onClick={() => tester.getState().ask({ tokenId: token.id })}
        >
          {name}
        </button>
        <TokenState token={token} />
      </div>
      <TokenMenu token={token} name={name} />
    </div>
  );
}

function TokenState({ token }: { token: Token }) {
  const now = useNow(30_000);
  if (token.state !== "enabled") {
    return (
      <div className={styles.state}>
        <Status tone="off" size="micro">
          {token.state === "expired" ? "Expired" : "Disabled"}
        </Status>
      </div>
    );
  }
  if (token.barredUntil !== null && Date.parse(token.barredUntil) > now) {
    return (
      <div
        className={`${styles.state} ${styles.soon}`}
        title={`An operator keeps it out until ${formatMoment(token.barredUntil)}`}
      >
        <IconBan {...ICON.micro} />
        Barred for {formatLeft(Date.parse(token.barredUntil) - now)}
      </div>
    );
  }
  const left = token.expiresAt === null ? null : Date.parse(token.expiresAt) - now;
  if (left !== null && left < SOON_MS) {
    return (
      <div className={`${styles.state} ${styles.soon}`} title={formatMoment(token.expiresAt ?? 0)}>
        <IconClock {...ICON.micro} />
        Expires in {formatLeft(left)}
      </div>
    );
  }
  return (
    <div className={styles.state}>
      <span className={styles.enabled}>
        <i />
        Enabled
      </span>
      <span title={token.expiresAt ? formatMoment(token.expiresAt) : undefined}>
        {left === null ? "no expiry" : `expires in ${formatLeft(left)}`}
      </span>
    </div>
  );
}

function TokenMenu({ token, name }: { token: Token; name: string }) {
  const { openDialog, showConnections } = useShell((state) => state);
  const client = useClient();
  const [, copy] = useCopy();
  const { id } = token;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button look="ghost" size="small" isSquare className={styles.menu ?? ""} aria-label={`Actions for ${name}`}>
          <IconDotsVertical {...ICON.small} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => openDialog({ kind: "edit-token", id })}>Edit…</Menu.Item>
        <Menu.Item onClick={() => showConnections(termOf("token", name))}>Show its connections</Menu.Item>
        {token.barredUntil !== null && (
          <Menu.Item onClick={() => void liftBar(client, id).then(notifications.show)}>Lift the bar</Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item onClick={() => copy(async () => (await client.tokens.secret({ id })).secret)}>Copy secret</Menu.Item>
        <Menu.Item onClick={() => openDialog({ kind: "copy-as-client", id })}>Copy as client…</Menu.Item>
        <Menu.Item onClick={() => openDialog({ kind: "rotate-token", id })}>Rotate secret…</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => openDialog({ kind: "delete-token", id })}>Delete…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
