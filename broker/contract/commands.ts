/** Owns the table of commands: what a person may do by key, palette or native menu, and which keys each has at first. */
import type { Screen } from "./screens.ts";

export interface CommandRow {
  readonly id: string;
  readonly label: string;
  /**
   * Chords: `mod+K`, `Shift+X`, `?`, `ArrowDown`. `mod` is Ctrl, or ⌘ on a Mac. A chord with `mod` works while typing too; a plain one
   * does not. Letters are capital and mean the key without Shift.
   */
  readonly keys: readonly string[];
  /** The screen on which the keys mean this. */
  readonly when: "everywhere" | Screen;
  /**
   * Absent: one answer at a time for the whole window. `focus`: means something only where the focus is (the row of a list), so no palette
   * offers it. `pattern`: belongs to how every grid and dialog is used; the sheet tells it, nobody may change it.
   */
  readonly kind?: "focus" | "pattern";
}

/** A screen's own keys stand here beside all others, so that a conflict is seen before it is made. */
export const COMMANDS = [
  { id: "screen.overview", label: "Overview", keys: ["mod+1"], when: "everywhere" },
  { id: "screen.access", label: "Access", keys: ["mod+2"], when: "everywhere" },
  { id: "screen.connections", label: "Connections", keys: ["mod+3"], when: "everywhere" },
  { id: "screen.sandbox", label: "Sandbox", keys: ["mod+4"], when: "everywhere" },
  { id: "screen.topics", label: "Topics", keys: ["mod+5"], when: "everywhere" },
  { id: "screen.traffic", label: "Traffic", keys: ["mod+6"], when: "everywhere" },
  { id: "screen.rooms", label: "Rooms", keys: ["mod+7"], when: "everywhere" },
  { id: "screen.settings", label: "Settings", keys: ["mod+8", "mod+,"], when: "everywhere" },
  { id: "shell.palette", label: "Search or run a command", keys: ["mod+K"], when: "everywhere" },
  { id: "shell.shortcuts", label: "Keyboard shortcuts", keys: ["?"], when: "everywhere" },
  { id: "shell.tour", label: "Take the tour", keys: [], when: "everywhere" },
  { id: "shell.filter", label: "Filter this screen", keys: ["mod+F"], when: "everywhere" },
  { id: "shell.scheme", label: "Switch light and dark", keys: [], when: "everywhere" },
  {
    id: "shell.close",
    label: "Close the panel, then clear the filter",
    keys: ["Escape"],
    when: "everywhere",
    kind: "pattern",
  },
  { id: "token.new", label: "New token", keys: ["N"], when: "everywhere" },
  { id: "tag.new", label: "New tag", keys: [], when: "everywhere" },
  { id: "tag.paste", label: "Paste many tags", keys: [], when: "everywhere" },
  { id: "access.audit", label: "Audit journal", keys: [], when: "everywhere" },
  { id: "access.replies", label: "Auto-replies", keys: [], when: "everywhere" },
  { id: "access.templates", label: "Token templates", keys: [], when: "everywhere" },
  { id: "broker.connect", label: "Connect a device", keys: [], when: "everywhere" },
  { id: "broker.toggle", label: "Stop or start the broker", keys: ["mod+Shift+S"], when: "everywhere" },
  { id: "window.new", label: "New window", keys: ["mod+Shift+N"], when: "everywhere" },
  { id: "broker.copy-address", label: "Copy broker address", keys: ["mod+Shift+C"], when: "everywhere" },
  { id: "workspace.import", label: "Import workspace…", keys: ["mod+O"], when: "everywhere" },
  { id: "workspace.export", label: "Export workspace…", keys: ["mod+Shift+E"], when: "settings" },
  { id: "storage.back-up", label: "Back up now", keys: [], when: "settings" },

  {
    id: "access.move",
    label: "Move in the matrix",
    keys: ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"],
    when: "access",
    kind: "pattern",
  },
  { id: "access.cycle", label: "Cycle none, read, readwrite", keys: ["Space"], when: "access", kind: "pattern" },
  { id: "access.set", label: "Set none, read, readwrite", keys: ["0", "1", "2"], when: "access", kind: "pattern" },
  { id: "access.undo", label: "Undo the last pending edit", keys: ["mod+Z"], when: "access" },
  { id: "access.save", label: "Save pending edits", keys: ["mod+S"], when: "access" },

  { id: "connections.next", label: "Next row", keys: ["J", "ArrowDown"], when: "connections", kind: "focus" },
  { id: "connections.previous", label: "Previous row", keys: ["K", "ArrowUp"], when: "connections", kind: "focus" },
  { id: "connections.open", label: "Open the panel", keys: ["Enter"], when: "connections", kind: "focus" },
  { id: "connections.list", label: "Go to the list", keys: ["["], when: "connections" },
  { id: "connections.panel", label: "Go to the panel", keys: ["]"], when: "connections" },
  { id: "connections.select", label: "Select", keys: ["X"], when: "connections", kind: "focus" },
  { id: "connections.select-range", label: "Select a range", keys: ["Shift+X"], when: "connections", kind: "focus" },
  {
    id: "connections.kick",
    label: "Kick what is selected (asks)",
    keys: ["Delete"],
    when: "connections",
    kind: "focus",
  },

  { id: "sandbox.add", label: "Add a sandbox client", keys: [], when: "sandbox" },
  { id: "sandbox.publish", label: "Publish", keys: ["mod+Enter"], when: "sandbox" },
  { id: "sandbox.reconnect", label: "Reconnect closed clients", keys: [], when: "sandbox" },
  { id: "sandbox.present", label: "Present, or leave it", keys: ["F11"], when: "sandbox" },
  { id: "sandbox.save", label: "Save pending edits", keys: ["mod+S"], when: "sandbox" },
  { id: "sandbox.undo", label: "Undo the last pending edit", keys: ["mod+Z"], when: "sandbox" },

  { id: "traffic.pause", label: "Pause or go on", keys: ["P"], when: "traffic" },
  { id: "traffic.newest", label: "Go to the newest", keys: ["G"], when: "traffic" },
  { id: "traffic.next", label: "Next row", keys: ["J", "ArrowDown"], when: "traffic", kind: "focus" },
  { id: "traffic.previous", label: "Previous row", keys: ["K", "ArrowUp"], when: "traffic", kind: "focus" },
  { id: "traffic.open", label: "Open the panel", keys: ["Enter"], when: "traffic", kind: "focus" },
  { id: "traffic.list", label: "Go to the list", keys: ["["], when: "traffic" },
  { id: "traffic.panel", label: "Go to the panel", keys: ["]"], when: "traffic" },
  { id: "traffic.send-again", label: "Send the open message again", keys: [], when: "traffic" },

  { id: "rooms.new", label: "New room", keys: [], when: "rooms" },
  { id: "rooms.direct", label: "New direct room", keys: [], when: "rooms" },
  { id: "rooms.list", label: "Go to the list of rooms", keys: ["["], when: "rooms" },
  { id: "rooms.write", label: "Write a message", keys: ["]"], when: "rooms" },
  { id: "rooms.next", label: "Next room", keys: ["J", "ArrowDown"], when: "rooms", kind: "focus" },
  { id: "rooms.previous", label: "Previous room", keys: ["K", "ArrowUp"], when: "rooms", kind: "focus" },
  { id: "topics.new", label: "New topic", keys: [], when: "topics" },
  { id: "topics.publish", label: "Publish a message", keys: ["mod+Shift+P"], when: "topics" },
  {
    id: "topics.move",
    label: "Move and fold in the tree",
    keys: ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"],
    when: "topics",
    kind: "pattern",
  },
  { id: "topics.filter", label: "Filter the topics: type anywhere", keys: ["/"], when: "topics", kind: "pattern" },
] as const satisfies readonly CommandRow[];

export type CommandId = (typeof COMMANDS)[number]["id"];

const BY_ID: ReadonlyMap<string, CommandRow> = new Map(COMMANDS.map((row) => [row.id, row]));

/** The row of a known id. */
export function commandRow(id: CommandId): CommandRow {
  const row = BY_ID.get(id);
  if (row === undefined) throw new Error(`no command ${id}`);
  return row;
}

/** The id, if the table has it. */
export function commandNamed(id: string): CommandId | undefined {
  return COMMANDS.find((row) => row.id === id)?.id;
}

/** The command that opens `screen`. */
export function screenCommand(screen: Screen): CommandId {
  return `screen.${screen}`;
}
