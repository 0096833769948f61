/** Owns "Connect a device" filled with the tokens of this broker. */
import { useMemo } from "react";
import { useClient, useLive, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { ConnectSnippet } from "../../ui/connect-snippet.tsx";
import { snippetTokens } from "../../ui/snippet-tokens.ts";
import styles from "./connect-device.module.css";

export function ConnectDevice() {
  const client = useClient();
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const addresses = useLive((data) => data.server.addresses);
  const openDialog = useShell((state) => state.openDialog);
  const choices = useMemo(
    () => snippetTokens(tokens.values(), tags, permissions.values()),
    [tokens, tags, permissions],
  );
  return (
    <div className={styles.connect}>
      <ConnectSnippet
        urls={addresses.map(({ broker }) => broker)}
        tokens={choices}
        fetchSecret={async (id) => (await client.tokens.secret({ id })).secret}
      />
      <div>
        <Button look={choices.length === 0 ? "primary" : "plain"} onClick={() => openDialog({ kind: "new-token" })}>
          Create a token
        </Button>
      </div>
    </div>
  );
}
