/** Owns the Sandbox screen: simulated clients beside the rights that let them live. */
import { useDeferredValue, useEffect, useState } from "react";
import { useIsStale, useSandbox, useShell } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { Message } from "../../ui/message.tsx";
import screen from "../../ui/screen.module.css";
import { ClientTable } from "./client-table.tsx";
import { Dialogs, type SandboxDialog } from "./dialogs.tsx";
import { Dock } from "./dock.tsx";
import { Editor } from "./editor.tsx";
import { Empty } from "./empty.tsx";
import { Head, type View } from "./head.tsx";
import { PresentHint } from "./present-hint.tsx";
import { isSampleOff } from "./sample-clients.ts";
import styles from "./sandbox.module.css";
import { Theatre } from "./theatre.tsx";
import { useActs } from "./use-acts.ts";
import { usePresentKeys } from "./use-present-keys.ts";
import { Verdict } from "./verdict.tsx";

export function SandboxScreen() {
  const follow = useSandbox((state) => state.follow);
  const phase = useSandbox((state) => state.phase);
  const clients = useSandbox((state) => state.clients);
  // Cards and verdict first: composer, lanes and rights follow when those are on the screen.
  const later = useDeferredValue(clients);
  const isLost = useIsStale();
  const isPresenting = useShell((state) => state.isPresenting);
  const present = useShell((state) => state.present);
  const [view, setView] = useState<View>("theatre");
  const [dialog, setDialog] = useState<SandboxDialog | null>(null);
  const [tokenId, setTokenId] = useState<string | null>(null);
  const [isEditorAsked, setEditorAsked] = useState(false);
  const acts = useActs();
  useEffect(() => follow(), [follow]);
  usePresentKeys();
  useCommands({
    "sandbox.add": () => setDialog({ kind: "add" }),
    "sandbox.reconnect": () => void acts.reconnect(clients),
    "sandbox.present": () => present(!isPresenting),
  });

  if (phase.kind === "failed" || phase.kind === "loading") {
    return (
      <div className={screen.screen}>
        <div className={screen.head}>
          <h1>Sandbox</h1>
        </div>
        {phase.kind === "failed" ? (
          <Message tone="bad" title="The sandbox cannot be shown" detail={phase.message}>
            <Button onClick={() => follow()}>Try again</Button>
          </Message>
        ) : (
          <Awaited title="Opening the sandbox" isLost={isLost} />
        )}
      </div>
    );
  }

  const shownToken = tokenId ?? clients.find((client) => client.tokenId !== null)?.tokenId ?? null;
  const edit = (id: string) => {
    setTokenId(id);
    setEditorAsked(true);
  };
  const open = { show: setDialog, edit };
  return (
    <div
      className={`${screen.screen} ${isPresenting ? styles.presenting : ""}`}
      data-presenting={isPresenting || undefined}
    >
      {!isPresenting && (
        <Head
          view={view}
          onView={setView}
          count={clients.length}
          onAdd={() => setDialog({ kind: "add" })}
          onReconnect={() => void acts.reconnect(clients)}
          onStartSample={isSampleOff(clients) ? () => void acts.startSample() : undefined}
          off={clients.filter(({ state }) => state.kind === "off").length}
          isEditorAsked={isEditorAsked}
          onEditor={() => setEditorAsked(!isEditorAsked)}
          closed={clients.filter(({ state }) => state.kind === "closed" || state.kind === "waiting").length}
        />
      )}
      {isPresenting && <PresentHint />}
      <div className={screen.split}>
        <div className={screen.left}>
          {clients.length === 0 ? (
            <Empty onAdd={() => setDialog({ kind: "add" })} />
          ) : (
            <>
              <Verdict clients={clients} />
              {view === "theatre" || isPresenting ? (
                <Theatre clients={clients} acts={acts} open={open} />
              ) : (
                <ClientTable clients={clients} acts={acts} open={open} />
              )}
              {!isPresenting && <Dock clients={later} />}
            </>
          )}
        </div>
        {!isPresenting && clients.length > 0 && (
          <Editor clients={later} tokenId={shownToken} onToken={setTokenId} isAsked={isEditorAsked} />
        )}
      </div>
      <Dialogs dialog={dialog} onClose={() => setDialog(null)} />
    </div>
  );
}
