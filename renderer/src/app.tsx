/** Owns what stands around the shell: theme, stores, and which of loading, login, failure and shell is shown. */
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { useState } from "react";
import { Login } from "./features/login/login.tsx";
import { Starting } from "./features/login/starting.tsx";
import { Shell } from "./features/shell/shell.tsx";
import type { Host } from "./host/host.ts";
import { HostProvider } from "./host/host-context.tsx";
import { createScreens } from "./screens.ts";
import { type Stores, StoresProvider, useLiveView } from "./stores/stores.tsx";
import { cssVariables, theme } from "./theme.tsx";
import { CopyContext } from "./ui/copy.tsx";
import { ErrorBoundary } from "./ui/error-boundary.tsx";

const colorSchemeManager = localStorageColorSchemeManager({ key: "signalbox-colour-scheme" });

export function App({ host, stores }: { host: Host; stores: Stores }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <HostProvider host={host}>
        <CopyContext value={host.copy}>
          <StoresProvider stores={stores}>
            <Notifications position="top-center" limit={4} autoClose={5_000} />
            <ErrorBoundary name="The window">
              <Face />
            </ErrorBoundary>
          </StoresProvider>
        </CopyContext>
      </HostProvider>
    </MantineProvider>
  );
}

function Face() {
  const [partOf] = useState(createScreens);
  const phase = useLiveView((view) => view.phase);
  switch (phase) {
    case "live":
    case "stale":
      return <Shell partOf={partOf} />;
    case "locked":
      return <Login />;
    case "loading":
    case "failed":
      return <Starting />;
    default:
      return phase satisfies never;
  }
}
