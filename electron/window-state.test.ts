/** Owns the proof that a window never opens where nobody can reach it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FIRST_STATE, restoreState, saveState } from "./window-state.ts";

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-window-"));
  file = join(folder, "window-state.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("comes back as it was saved", () => {
  const state = { bounds: { x: 100, y: 50, width: 1200, height: 800 }, maximized: true };
  expect(saveState(file, state)).toBe(true);
  expect(restoreState(file, [display])).toEqual(state);
});

it("starts as new without a file, with a damaged one and with sizes nobody can use", () => {
  expect(restoreState(file, [display])).toEqual(FIRST_STATE);
  for (const text of ["{", "[]", `{"bounds":{"width":10,"height":10},"maximized":false}`]) {
    writeFileSync(file, text);
    expect(restoreState(file, [display]), text).toEqual(FIRST_STATE);
  }
});

it("keeps its size and leaves its place when that display is gone", () => {
  saveState(file, { bounds: { x: 2500, y: 50, width: 1200, height: 800 }, maximized: false });
  expect(restoreState(file, [display])).toEqual({ bounds: { width: 1200, height: 800 }, maximized: false });

  saveState(file, { bounds: { x: 100, y: -900, width: 1200, height: 800 }, maximized: false });
  expect(restoreState(file, [display]).bounds).toEqual({ width: 1200, height: 800 });
});

it("shrugs when the place cannot be saved", () => {
  expect(saveState(join(folder, "no", "such", "folder.json"), FIRST_STATE)).toBe(false);
});
