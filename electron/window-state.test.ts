/** Owns the proof that a window never opens where nobody can reach it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FIRST_STATE, restoreStates, saveStates, shifted } from "./window-state.ts";

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-window-"));
  file = join(folder, "window-state.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("comes back as it was saved, one or several", () => {
  const state = { bounds: { x: 100, y: 50, width: 1200, height: 800 }, maximized: true };
  const other = { bounds: { x: 300, y: 150, width: 1000, height: 700 }, maximized: false };
  expect(saveStates(file, [state, other])).toBe(true);
  expect(restoreStates(file, [display])).toEqual([state, other]);
});

it("reads the file of the time when there was one window only", () => {
  const state = { bounds: { x: 100, y: 50, width: 1200, height: 800 }, maximized: true };
  writeFileSync(file, JSON.stringify(state));
  expect(restoreStates(file, [display])).toEqual([state]);
});

it("starts as new without a file, with a damaged one and with sizes nobody can use", () => {
  expect(restoreStates(file, [display])).toEqual([FIRST_STATE]);
  for (const text of ["{", "[]", `{"windows":[]}`, `{"bounds":{"width":10,"height":10},"maximized":false}`]) {
    writeFileSync(file, text);
    expect(restoreStates(file, [display]), text).toEqual([FIRST_STATE]);
  }
});

it("keeps its size and leaves its place when that display is gone", () => {
  const far = { bounds: { x: 2500, y: 50, width: 1200, height: 800 }, maximized: false };
  const above = { bounds: { x: 100, y: -900, width: 1200, height: 800 }, maximized: false };
  saveStates(file, [far, above]);
  const size = { bounds: { width: 1200, height: 800 }, maximized: false };
  expect(restoreStates(file, [display])).toEqual([size, size]);
});

it("opens a further window beside the one in front", () => {
  const state = { bounds: { x: 100, y: 50, width: 1200, height: 800 }, maximized: true };
  expect(shifted(state)).toEqual({ bounds: { x: 132, y: 82, width: 1200, height: 800 }, maximized: false });
  expect(shifted(FIRST_STATE)).toEqual(FIRST_STATE);
});

it("shrugs when the place cannot be saved", () => {
  expect(saveStates(join(folder, "no", "such", "folder.json"), [FIRST_STATE])).toBe(false);
});
