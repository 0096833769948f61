/** Owns the head of the rights panel: whose rights they are, and the choice of another token. */
import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { Token } from "../../../../broker/contract/nouns.ts";
import { useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatLeft } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import styles from "./editor.module.css";

export function EditorHead({ token, onToken }: { token: Token | undefined; onToken: (tokenId: string) => void }) {
  const tokens = useLive((data) => data.tokens);
  return (
    <header className={panel.section}>
      <p className={styles.label}>Permissions of</p>
      <div className={styles.who}>
        <h2 className={text.cut}>{token === undefined ? "No token" : (token.name ?? token.id)}</h2>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button size="small" aria-label="Choose another token">
              Change
              <IconChevronDown {...ICON.micro} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
            {[...tokens.values()].map(({ id, name }) => (
              <Menu.Item key={id} onClick={() => onToken(id)}>
                {name ?? id}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      {token !== undefined && <Usage token={token} />}
    </header>
  );
}

function Usage({ token }: { token: Token }) {
  const { connections, maxConnections, expiresAt, state } = token;
  const now = useNow(10_000);
  return (
    <p className={styles.usage}>
      <span className={text.mono}>{connections}</span>
      {maxConnections > 0 && (
        <>
          {" of "}
          <span className={text.mono}>{maxConnections}</span>
        </>
      )}
      {connections === 1 && maxConnections === 0 ? " connection" : " connections"}
      {state === "enabled" && expiresAt !== null && `, expires in ${formatLeft(Date.parse(expiresAt) - now)}`}
      {state !== "enabled" && `, ${state}`}
    </p>
  );
}
