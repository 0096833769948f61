/** Owns the palette: screens, commands, tokens and tags by name. */
import { Spotlight, type SpotlightActionGroupData, spotlight } from "@mantine/spotlight";
import {
  IconHistory,
  IconKeyboard,
  IconPlus,
  IconSearch,
  IconSettings,
  IconTag,
  IconUserKey,
} from "@tabler/icons-react";
import { useEffect } from "react";
import { useLive, useShell, useStores } from "../../stores/stores.tsx";
import { ICON } from "../../ui/icons.ts";
import { SCREEN_ENTRIES } from "./entries.ts";
import { onPaletteAsked } from "./palette-door.ts";

/** More than this many rows help nobody; typing narrows them. */
const ROWS = 40;

export function Palette() {
  const { shell } = useStores();
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const go = useShell((state) => state.go);
  useEffect(() => onPaletteAsked(spotlight.open), []);

  const { open, openDialog } = shell.getState();
  const actions: SpotlightActionGroupData[] = [
    {
      group: "Screens",
      actions: SCREEN_ENTRIES.map(({ screen, label, icon: Icon }) => ({
        id: `screen-${screen}`,
        label,
        leftSection: <Icon {...ICON.medium} />,
        onClick: () => go(screen),
      })),
    },
    {
      group: "Commands",
      actions: [
        command("New token", IconPlus, () => openDialog({ kind: "new-token" })),
        command("New tag", IconPlus, () => openDialog({ kind: "new-tag" })),
        command("Audit journal", IconHistory, () => {
          go("access");
          open("audit");
        }),
        command("Workspace settings", IconSettings, () => open("settings")),
        command("Keys", IconKeyboard, () => open("shortcuts")),
      ],
    },
    {
      group: "Tokens",
      actions: [...tokens.values()].map(({ id, name }) => ({
        id: `token-${id}`,
        label: name ?? id,
        keywords: ["token"],
        leftSection: <IconUserKey {...ICON.medium} />,
        onClick: () => openDialog({ kind: "edit-token", id }),
      })),
    },
    {
      group: "Tags",
      actions: [...tags.values()].map(({ id, pattern }) => ({
        id: `tag-${id}`,
        label: pattern,
        keywords: ["tag"],
        leftSection: <IconTag {...ICON.medium} />,
        onClick: () => openDialog({ kind: "edit-tag", id }),
      })),
    },
  ];

  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      limit={ROWS}
      scrollable
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      maxHeight={420}
      nothingFound="Nothing by that name"
      searchProps={{
        placeholder: "Search or run a command",
        "aria-label": "Search or run a command",
        leftSection: <IconSearch {...ICON.medium} />,
      }}
    />
  );
}

function command(label: string, Icon: typeof IconPlus, onClick: () => void) {
  return { id: `command-${label}`, label, leftSection: <Icon {...ICON.medium} />, onClick };
}
