/** Owns Connections while nobody is connected: a ready program, and who was refused. */
import { useMemo } from "react";
import { useClient, useLive, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { ConnectSnippet } from "../../ui/connect-snippet.tsx";
import { EmptyScreen } from "../../ui/empty-screen.tsx";
import { formatPlural } from "../../ui/format.ts";
import { snippetTokens } from "../../ui/snippet-tokens.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { Dock } from "./dock.tsx";

export function Empty() {
  const client = useClient();
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const addresses = useLive((data) => data.server.addresses);
  const refused = useLive((data) => data.doorlog.length);
  const isServing = useLive((data) => data.server.serving);
  const isDockAsked = useShell((state) => state.isDockAsked);
  const { openDialog, showDock, go } = useShell((state) => state);
  const choices = useMemo(
    () => snippetTokens(tokens.values(), tags, permissions.values()),
    [tokens, tags, permissions],
  );
  const hasToken = choices.length > 0;
  const todo = hasToken
    ? `. ${isServing ? "Connect" : "Start it, connect"} a device with a token, or start the sample house in the Sandbox.`
    : ", and there is no token yet: create one, then connect a device with it. Or start the sample house in the Sandbox.";
  return (
    <>
      <EmptyScreen
        title="Nobody is connected"
        detail={`${isServing ? "The broker is listening" : "The broker is stopped"}${todo}`}
        actions={
          <>
            <Button look="primary" onClick={() => openDialog({ kind: "new-token" })}>
              Create a token
            </Button>
            <Button onClick={() => go("sandbox")}>Open the Sandbox</Button>
            <span className={text.grow} />
            {refused > 0 && (
              <>
                <Status tone="bad">{formatPlural(refused, "refused attempt")}</Status>
                <Button look="link" onClick={() => showDock("door")}>
                  Open the door log
                </Button>
              </>
            )}
          </>
        }
      >
        {hasToken && (
          <ConnectSnippet
            urls={addresses.map(({ broker }) => broker)}
            tokens={choices}
            fetchSecret={async (id) => (await client.tokens.secret({ id })).secret}
          />
        )}
      </EmptyScreen>
      {isDockAsked && <Dock />}
    </>
  );
}
