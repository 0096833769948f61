/** Owns what the palette can find: commands, and what the broker has by name. */
import type { TablerIcon } from "@tabler/icons-react";
import {
  IconAdjustmentsHorizontal,
  IconChevronRight,
  IconPlugConnected,
  IconSitemap,
  IconTag,
  IconUserKey,
} from "@tabler/icons-react";
import { capsOf, keysOf } from "../../../../broker/contract/chords.ts";
import { COMMANDS, type CommandId, type CommandRow, commandRow } from "../../../../broker/contract/commands.ts";
import { SCREEN_LABELS, SCREENS } from "../../../../broker/contract/screens.ts";
import { isReachable, recentCommands } from "../../stores/commands.ts";
import { SETTING_SECTIONS } from "../../stores/setting-index.ts";
import type { Stores } from "../../stores/stores.tsx";
import type { PaletteRow } from "./palette-match.ts";
import { SCREEN_ICONS } from "./screen-icons.ts";

export interface PaletteAction extends PaletteRow {
  readonly icon: TablerIcon;
  readonly caps: readonly string[];
  run(): void;
}

/** Read once when the palette opens; a busy broker's rows do not move under the person's fingers. */
export function paletteRows(stores: Stores, isMac: boolean): readonly PaletteAction[] {
  return [...commandRows(stores, isMac), ...namedRows(stores)];
}

const isPlain = (row: CommandRow): boolean => row.kind === undefined;

function commandRows({ commands, preferences }: Stores, isMac: boolean): PaletteAction[] {
  const { keys, recent } = preferences.getState();
  const { isOffered, run } = commands.getState();
  const action = (id: CommandId, group: string): PaletteAction => {
    const row = commandRow(id);
    const chord = keysOf(row, keys)[0];
    const screen = SCREENS.find((known) => id === `screen.${known}`);
    return {
      id,
      group,
      label: row.label,
      ...(row.when === "everywhere" ? {} : { detail: SCREEN_LABELS[row.when] }),
      isAtFirst: true,
      icon: screen ? SCREEN_ICONS[screen] : row.when === "everywhere" ? IconChevronRight : SCREEN_ICONS[row.when],
      caps: chord === undefined ? [] : capsOf(chord, isMac),
      run: () => run(id),
    };
  };
  const open = COMMANDS.filter((row) => isPlain(row) && isReachable(row, isOffered) && row.id !== "shell.palette").map(
    ({ id }) => id,
  );
  const last = recentCommands(recent).filter((id) => open.includes(id));
  const isScreen = (id: CommandId) => id.startsWith("screen.");
  return [
    ...last.slice(0, 4).map((id) => action(id, "Recent")),
    ...open.filter(isScreen).map((id) => action(id, "Screens")),
    ...open.filter((id) => !isScreen(id)).map((id) => action(id, "Commands")),
  ];
}

function namedRows({ live, shell }: Stores): PaletteAction[] {
  const view = live.getState();
  if (view.phase !== "live" && view.phase !== "stale") return [];
  const { tokens, tags, connections } = view.data;
  const { openDialog, showConnections, showSetting } = shell.getState();
  return [
    ...[...tokens.values()].map(({ id, name }) => ({
      id: `token-${id}`,
      group: "Tokens",
      label: name ?? id,
      icon: IconUserKey,
      caps: [],
      run: () => openDialog({ kind: "edit-token", id }),
    })),
    ...[...tags.values()].map(({ id, pattern }) => ({
      id: `tag-${id}`,
      group: "Tags",
      label: pattern,
      icon: IconTag,
      caps: [],
      run: () => openDialog({ kind: "edit-tag", id }),
    })),
    ...[...connections.values()]
      .filter((row) => row.closed === null)
      .map(({ id, subject, tokenName, address }) => ({
        id: `connection-${id}`,
        group: "Connections",
        label: subject?.username ?? subject?.userId ?? tokenName ?? id,
        detail: `${tokenName ?? ""} ${address}`.trim(),
        icon: IconPlugConnected,
        caps: [],
        run: () => showConnections("", id),
      })),
    ...SETTING_SECTIONS.flatMap(({ title, rows }) =>
      rows.map(({ id, label, words }) => ({
        id: `setting-${id}`,
        group: "Settings",
        label,
        detail: title,
        keywords: words,
        icon: IconAdjustmentsHorizontal,
        caps: [],
        run: () => showSetting(id),
      })),
    ),
  ];
}

/** Topics that the broker found by name. */
export function topicRows({ shell }: Stores, names: readonly string[]): readonly PaletteAction[] {
  return names.map((name) => ({
    id: `topic-${name}`,
    group: "Topics",
    label: name,
    icon: IconSitemap,
    caps: [],
    run: () => shell.getState().showTopic(name),
  }));
}
