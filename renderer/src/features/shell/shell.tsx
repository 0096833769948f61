/** Owns the frame of the window: rail, top bar, screen, status bar, and what opens over them. */
import { Loader } from "@mantine/core";
import { type ComponentType, lazy, Suspense, useState } from "react";
import { SCREEN_LABELS, type Screen } from "../../../../broker/contract/screens.ts";
import { useIsStale, useLive, usePreferences, useShell } from "../../stores/stores.tsx";
import { TimesContext } from "../../ui/clock.tsx";
import { ErrorBoundary } from "../../ui/error-boundary.tsx";
import { Message } from "../../ui/message.tsx";
import { useLast } from "../../ui/use-last.ts";
import { FaultBar } from "./fault-bar.tsx";
import { FileDrop } from "./file-drop.tsx";
import { Rail } from "./rail.tsx";
import styles from "./shell.module.css";
import { Shortcuts } from "./shortcuts.tsx";
import { StaleBar } from "./stale-bar.tsx";
import { StatusBar } from "./status-bar.tsx";
import { StopBroker } from "./stop-broker.tsx";
import { StoppedBar } from "./stopped-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useAppearance } from "./use-appearance.ts";
import { useCutTitles } from "./use-cut-titles.ts";
import { useKickNotices } from "./use-kick-notices.ts";
import { useMenuKeys } from "./use-menu-keys.ts";
import { useShellCommands } from "./use-shell-commands.ts";
import { useShellKeys } from "./use-shell-keys.ts";

/** Spotlight is the heaviest part of the frame, and nobody waits for it at the start. */
const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));
const WorkspaceImport = lazy(async () => ({ default: (await import("./workspace-import.tsx")).WorkspaceImport }));

export type ShellProps = { partOf: (screen: Screen, attempt: number) => ComponentType };

export function Shell({ partOf }: ShellProps) {
  const screen = useShell((state) => state.screen);
  const isPresenting = useShell((state) => state.isPresenting);
  const closeOverlay = useShell((state) => state.closeOverlay);
  const isStale = useIsStale();
  const isServing = useLive((data) => data.server.serving);
  const times = usePreferences((state) => state.times);
  const hasImported = useLast(useShell((state) => state.overlay === "import") || null);
  useShellKeys();
  useShellCommands();
  useAppearance();
  useCutTitles();
  useMenuKeys();
  useKickNotices();
  const [attempt, setAttempt] = useState(0);
  const Part = partOf(screen, attempt);
  const name = SCREEN_LABELS[screen];
  return (
    <TimesContext value={times}>
      <div className={`${styles.shell} ${isPresenting ? styles.bare : ""}`}>
        {!isPresenting && (
          <ErrorBoundary name="The menu" look="line">
            <Rail />
          </ErrorBoundary>
        )}
        {!isPresenting && (
          <ErrorBoundary name="The top bar" look="line">
            <TopBar />
          </ErrorBoundary>
        )}
        <main className={styles.main} aria-label={name}>
          <FaultBar />
          {isStale ? <StaleBar /> : !isServing && <StoppedBar />}
          <ErrorBoundary key={screen} name={name} onRetry={() => setAttempt(attempt + 1)}>
            <Suspense fallback={<Loading name={name} />}>
              <Part />
            </Suspense>
          </ErrorBoundary>
        </main>
        {!isPresenting && (
          <ErrorBoundary name="The status bar" look="line">
            <StatusBar />
          </ErrorBoundary>
        )}
        <ErrorBoundary name="A dialog" look="line" onRetry={closeOverlay}>
          <Shortcuts />
          <StopBroker />
          <FileDrop />
          <Suspense>
            <Palette />
            {hasImported && <WorkspaceImport />}
          </Suspense>
        </ErrorBoundary>
      </div>
    </TimesContext>
  );
}

function Loading({ name }: { name: string }) {
  return (
    <Message title={`Opening ${name}`}>
      <Loader size="xs" aria-hidden />
    </Message>
  );
}
