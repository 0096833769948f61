/** Owns how a chord of keys is written, read from the keyboard, and held against others; pure. */
import type { CommandRow } from "./commands.ts";

/** What a keyboard event tells; a DOM event is one. */
export interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const MODIFIERS: ReadonlySet<string> = new Set(["Control", "Meta", "Alt", "Shift", "AltGraph", "Dead", "Process"]);

/**
 * The chord of a stroke (`mod+Shift+E`), or undefined for a modifier alone. Shift is named with letters and with keys that have a name;
 * a sign such as `?` or `[` holds it already. Mac: `mod` is ⌘, and Ctrl is another modifier.
 */
export function chordOf(stroke: Stroke, isMac: boolean): string | undefined {
  if (MODIFIERS.has(stroke.key)) return undefined;
  const isSign = stroke.key.length === 1 && stroke.key.toLowerCase() === stroke.key.toUpperCase() && stroke.key !== " ";
  const mod = isMac ? stroke.metaKey : stroke.ctrlKey;
  const other = isMac ? stroke.ctrlKey : stroke.metaKey;
  const parts = [
    ...(mod ? ["mod"] : []),
    ...(other ? [isMac ? "Ctrl" : "Meta"] : []),
    ...(stroke.altKey ? ["Alt"] : []),
    ...(stroke.shiftKey && !isSign ? ["Shift"] : []),
    stroke.key === " " ? "Space" : stroke.key.length === 1 ? stroke.key.toUpperCase() : stroke.key,
  ];
  return parts.join("+");
}

/** What these do to the text of a field is what a person wants while in it. */
const EDITING: ReadonlySet<string> = new Set(["mod+A", "mod+C", "mod+V", "mod+X", "mod+Y", "mod+Z", "mod+Shift+Z"]);

/** `mod+K` and its like are not typed text, so they work in a field too; those that edit its text do not. */
export function worksWhileTyping(chord: string): boolean {
  return !EDITING.has(chord) && (/^(mod|Ctrl|Meta)\+/.test(chord) || /^F\d+$/.test(chord));
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Delete: "Del",
};
const SHOWN_ON_MAC: Readonly<Record<string, string>> = { mod: "⌘", Shift: "⇧", Alt: "⌥", Ctrl: "⌃" };

/** The caps of a chord as they are drawn: `["Ctrl", "K"]`, on a Mac `["⌘", "K"]`. */
export function capsOf(chord: string, isMac: boolean): readonly string[] {
  return partsOf(chord).map(
    (part) => (isMac ? SHOWN_ON_MAC[part] : undefined) ?? SHOWN[part] ?? (part === "mod" ? "Ctrl" : part),
  );
}

function partsOf(chord: string): readonly string[] {
  if (chord === "+") return ["+"];
  return chord.endsWith("++") ? [...chord.slice(0, -2).split("+"), "+"] : chord.split("+");
}

/** A modifier or key as Electron names it, where it names it otherwise. */
const IN_MENUS: Readonly<Record<string, string>> = {
  mod: "CommandOrControl",
  Ctrl: "Control",
  Meta: "Super",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
  Enter: "Return",
  "+": "Plus",
};

/** The keys that Electron's accelerators know, of those a keyboard event names. */
const MENU_KEY =
  /^([!-~]|F([1-9]|1\d|2[0-4])|Plus|Space|Tab|Backspace|Delete|Insert|Return|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape)$/;

/**
 * The chord as a native menu spells it: `CommandOrControl+Shift+E`. Undefined for one that a menu must not take from typing, and for keys
 * that a menu does not know.
 */
export function acceleratorOf(chord: string | undefined): string | undefined {
  if (chord === undefined || !worksWhileTyping(chord)) return undefined;
  const parts = partsOf(chord).map((part) => IN_MENUS[part] ?? part);
  return MENU_KEY.test(parts.at(-1) ?? "") ? parts.join("+") : undefined;
}

/** Keys that differ from the table's, by command id. */
export type ChangedKeys = Readonly<Record<string, readonly string[]>>;

/** The keys that hold for `row`. */
export function keysOf(row: CommandRow, changed: ChangedKeys): readonly string[] {
  return row.kind === "pattern" ? row.keys : (changed[row.id] ?? row.keys);
}

/** The other commands that have `chord` where `row` has it: on the same screen, or on every one. */
export function conflictsOf(
  rows: readonly CommandRow[],
  row: CommandRow,
  chord: string,
  changed: ChangedKeys,
): readonly CommandRow[] {
  return rows.filter(
    (other) =>
      other.id !== row.id &&
      (other.when === row.when || other.when === "everywhere" || row.when === "everywhere") &&
      keysOf(other, changed).includes(chord),
  );
}

/** The command that a chord means on `screen`: the screen's own comes before one that works everywhere. */
export function commandAt(
  rows: readonly CommandRow[],
  chord: string,
  screen: string,
  changed: ChangedKeys,
): CommandRow | undefined {
  const having = rows.filter((row) => row.kind !== "pattern" && keysOf(row, changed).includes(chord));
  return having.find((row) => row.when === screen) ?? having.find((row) => row.when === "everywhere");
}
