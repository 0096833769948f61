/** Owns the proof that a chord reads the same from keyboard, table and menu, and that conflicts are seen. */
import { describe, expect, it } from "vitest";
import { acceleratorOf, capsOf, chordOf, commandAt, conflictsOf, keysOf, worksWhileTyping } from "../chords.ts";
import { COMMANDS, type CommandRow, commandRow } from "../commands.ts";

const stroke = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("a chord", () => {
  it("is the same for a letter whatever its case, and names Shift with letters only", () => {
    expect(chordOf(stroke("k", { ctrlKey: true }), false)).toBe("mod+K");
    expect(chordOf(stroke("X", { shiftKey: true }), false)).toBe("Shift+X");
    expect(chordOf(stroke("x"), false)).toBe("X");
    expect(chordOf(stroke("?", { shiftKey: true }), false)).toBe("?");
    expect(chordOf(stroke("E", { ctrlKey: true, shiftKey: true }), false)).toBe("mod+Shift+E");
    expect(chordOf(stroke(" "), false)).toBe("Space");
  });

  it("takes ⌘ for its modifier on a Mac, and Ctrl for another one", () => {
    expect(chordOf(stroke("k", { metaKey: true }), true)).toBe("mod+K");
    expect(chordOf(stroke("k", { ctrlKey: true }), true)).toBe("Ctrl+K");
    expect(chordOf(stroke("k", { metaKey: true }), false)).toBe("Meta+K");
  });

  it("is none while only a modifier is down", () => {
    for (const key of ["Control", "Shift", "Alt", "Meta"]) expect(chordOf(stroke(key), false)).toBeUndefined();
  });

  it("leaves the keys that edit a field to the field", () => {
    expect(worksWhileTyping("mod+S")).toBe(true);
    expect(worksWhileTyping("F11")).toBe(true);
    for (const chord of ["mod+Z", "mod+C", "N", "Shift+X", "?"]) expect(worksWhileTyping(chord), chord).toBe(false);
  });

  it("is drawn by the machine's own caps, and spelt for a native menu only where typing does not need it", () => {
    expect(capsOf("mod+Shift+E", false)).toEqual(["Ctrl", "Shift", "E"]);
    expect(capsOf("mod+Shift+E", true)).toEqual(["⌘", "⇧", "E"]);
    expect(capsOf("mod++", false)).toEqual(["Ctrl", "+"]);
    expect(acceleratorOf("mod+Shift+E")).toBe("CommandOrControl+Shift+E");
    expect(acceleratorOf("?")).toBeUndefined();
    expect(acceleratorOf(undefined)).toBeUndefined();
    expect(acceleratorOf("mod+ArrowUp")).toBe("CommandOrControl+Up");
    expect(acceleratorOf("mod++")).toBe("CommandOrControl+Plus");
    expect(acceleratorOf("F5")).toBe("F5");
    expect(acceleratorOf("Ctrl+J")).toBe("Control+J");
    expect(acceleratorOf("mod+Ü")).toBeUndefined();
    expect(acceleratorOf("mod+ContextMenu")).toBeUndefined();
    expect(acceleratorOf("mod+Z")).toBeUndefined();
    expect(acceleratorOf("N")).toBeUndefined();
  });
});

describe("the table of commands", () => {
  it("has no id twice and no conflict of its own", () => {
    expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
    const rows: readonly CommandRow[] = COMMANDS;
    const clashes = rows.flatMap((row) =>
      row.keys.flatMap((chord) => conflictsOf(rows, row, chord, {}).map((other) => `${row.id} ${chord} ${other.id}`)),
    );
    expect(clashes).toEqual([]);
  });

  it("gives a screen's own key before one that works everywhere, and a person's key instead of its own", () => {
    const changed = { "connections.list": ["mod+K"], "access.move": ["A"] };
    expect(commandAt(COMMANDS, "mod+K", "connections", changed)?.id).toBe("connections.list");
    expect(commandAt(COMMANDS, "mod+K", "access", changed)?.id).toBe("shell.palette");
    expect(commandAt(COMMANDS, "[", "connections", changed)).toBeUndefined();
    expect(conflictsOf(COMMANDS, commandRow("connections.list"), "mod+K", changed).map(({ id }) => id)).toEqual([
      "shell.palette",
    ]);
    // What belongs to the pattern of every grid is nobody's to change.
    expect(keysOf(commandRow("access.move"), changed)).toContain("ArrowUp");
  });
});
