/** Owns what the frame itself answers: screens, palette, sheet, and the dialogs that every screen may open. */
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { commandNamed, screenCommand } from "../../../../broker/contract/commands.ts";
import { SCREENS } from "../../../../broker/contract/screens.ts";
import { useHost } from "../../host/host-context.tsx";
import type { CommandHandlers } from "../../stores/commands.ts";
import { useLive, useStores } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import { showScreen } from "./show-screen.ts";
import { startTour } from "./tour-door.ts";
import { tellTrouble } from "./trouble.ts";

export function useShellCommands(): void {
  const { shell, commands, preferences } = useStores();
  const host = useHost();
  const address = useLive((data) => data.server.addresses[0]?.broker ?? "");
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme();
  const { go, open, openDialog } = shell.getState();
  const screens: CommandHandlers = Object.fromEntries(
    SCREENS.map((screen) => [screenCommand(screen), () => go(screen)]),
  );

  useCommands({
    ...screens,
    "shell.palette": () => open("palette"),
    "shell.shortcuts": () => open("shortcuts"),
    "shell.filter": () => document.querySelector<HTMLInputElement>("[data-screen-filter]")?.focus(),
    "shell.scheme": () => setColorScheme(scheme === "dark" ? "light" : "dark"),
    "shell.tour": () => {
      preferences.getState().change({ isTourOver: true });
      go("overview");
      void startTour();
    },
    "token.new": () => openDialog({ kind: "new-token" }),
    "tag.new": () => openDialog({ kind: "new-tag" }),
    "tag.paste": () => openDialog({ kind: "paste-tags" }),
    "access.replies": () => {
      go("access");
      open("replies");
    },
    "access.templates": () => {
      go("access");
      open("templates");
    },
    "access.audit": () => {
      go("access");
      open("audit");
    },
    "broker.connect": () => {
      go("overview");
      open("connect");
    },
    "workspace.import": () => open("import"),
    ...(host.desktop ? { "window.new": () => void host.desktop?.openWindow() } : {}),
    "broker.copy-address": () => void host.copy(address),
  });

  useEffect(
    () =>
      host.onRequest((request) => {
        switch (request.kind) {
          case "command": {
            const known = commandNamed(request.id);
            if (known) commands.getState().run(known);
            return;
          }
          case "show":
            return showScreen(shell.getState(), request.screen, request.filter);
          case "file":
            return shell.getState().offerFile(request);
          case "trouble":
            return tellTrouble(request.message);
          default:
            return request satisfies never;
        }
      }),
    [host, commands, shell],
  );
}
