/** Owns Traffic while it has no row to show: paused, nothing yet, switched off, or nothing that matches. */
import { Loader } from "@mantine/core";
import { useMemo } from "react";
import { useClient, useIsStale, useLive, useShell, useStores, useTraffic } from "../../stores/stores.tsx";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { ConnectSnippet } from "../../ui/connect-snippet.tsx";
import { EmptyScreen } from "../../ui/empty-screen.tsx";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { Message } from "../../ui/message.tsx";
import { snippetTokens } from "../../ui/snippet-tokens.ts";

export function Empty({ filter, onClearFilter }: { filter: string; onClearFilter: () => void }) {
  const { traffic } = useStores();
  const phase = useTraffic((state) => state.phase);
  const isPaused = useTraffic((state) => state.holds.has("paused"));
  const buffered = useTraffic((state) => state.buffered);
  const total = useTraffic((state) => state.counts?.total ?? 0);
  const isCounting = useTraffic((state) => state.isCounting);
  const isOn = useTraffic((state) => state.capture?.isOn ?? true);
  const go = useShell((state) => state.go);
  const isLost = useIsStale();

  if (phase.kind === "refused" || phase.kind === "failed") {
    return (
      <Message
        tone="bad"
        title={phase.kind === "refused" ? "The broker refuses this filter" : "No traffic to show"}
        detail={phase.message}
      >
        {filter !== "" && <Button onClick={onClearFilter}>Clear filter</Button>}
      </Message>
    );
  }
  if (phase.kind === "loading") {
    return (
      <Awaited title="Opening the capture" isLost={isLost}>
        <Loader size="xs" aria-hidden />
      </Awaited>
    );
  }
  if (isPaused) {
    return (
      <Message
        title="Paused"
        detail={
          buffered > 0
            ? `${formatPlural(buffered, "row")} came meanwhile.`
            : "Nothing has come since. It goes on being counted."
        }
      >
        <Button look="primary" onClick={() => traffic.getState().hold("paused", false)}>
          Go on
        </Button>
      </Message>
    );
  }
  if (filter !== "" && total > 0) {
    return (
      <Message
        title={isCounting ? "Looking for what matches" : "No row matches this filter"}
        detail={`${formatCount(total)} rows are in the capture.`}
      >
        <Button onClick={onClearFilter}>Clear filter</Button>
      </Message>
    );
  }
  if (!isOn) {
    return (
      <Message title="The capture is switched off" detail="Messages pass, and none is kept to be shown here.">
        <Button look="primary" onClick={() => go("settings")}>
          Open Settings
        </Button>
      </Message>
    );
  }
  return <NothingYet />;
}

function NothingYet() {
  const client = useClient();
  const { go, openDialog } = useShell((state) => state);
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const addresses = useLive((data) => data.server.addresses);
  const choices = useMemo(
    () => snippetTokens(tokens.values(), tags, permissions.values()),
    [tokens, tags, permissions],
  );
  const hasToken = choices.length > 0;
  return (
    <EmptyScreen
      title="Nothing has been said yet"
      detail={
        hasToken
          ? "Every message and every refusal appears here as it happens. Connect a device with a token, and publish."
          : "Every message and every refusal appears here as it happens. There is no token yet: create one, connect a device with it, and publish. Or start the sample house in the Sandbox."
      }
      actions={
        <>
          <Button look={hasToken ? "plain" : "primary"} onClick={() => openDialog({ kind: "new-token" })}>
            Create a token
          </Button>
          <Button onClick={() => go("sandbox")}>Open the Sandbox</Button>
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
  );
}
