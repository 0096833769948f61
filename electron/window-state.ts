/** Owns the remembered places and sizes of the windows: read at start, checked against the displays there are, written as they close. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Display, Rectangle } from "electron";
import { z } from "zod";

const whole = z.int();

export const WindowState = z.object({
  bounds: z.object({
    x: whole.exactOptional(),
    y: whole.exactOptional(),
    width: whole.min(640),
    height: whole.min(480),
  }),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

/** More windows than these are nobody's wish, but a damaged file's. */
const WINDOWS_MAX = 20;
/** The first of the two was written while there was one window only. */
const StoredStates = z.union([
  WindowState.transform((state) => [state]),
  z.object({ windows: z.array(WindowState).min(1).max(WINDOWS_MAX) }).transform(({ windows }) => windows),
]);

export const FIRST_STATE: WindowState = { bounds: { width: 1440, height: 900 }, maximized: false };

/** Pixels of the title bar that must be on a display: less cannot be grabbed with the mouse. */
const GRIP = 80;

/** The states in `file`, at least one: the first state when there is none or it is damaged; without a place where its display is gone. */
export function restoreStates(file: string, displays: readonly Pick<Display, "workArea">[]): readonly WindowState[] {
  const stored = StoredStates.safeParse(readJson(file));
  return stored.success ? stored.data.map((state) => reachable(state, displays)) : [FIRST_STATE];
}

function reachable(state: WindowState, displays: readonly Pick<Display, "workArea">[]): WindowState {
  const { x, y, width, height } = state.bounds;
  if (x === undefined || y === undefined) return state;
  const isThere = displays.some(({ workArea }) => overlaps({ x, y, width, height }, workArea));
  return isThere ? state : { ...state, bounds: { width, height } };
}

/** @throws nothing: losing the place of a window is not worth a dialog. */
export function saveStates(file: string, windows: readonly WindowState[]): boolean {
  try {
    writeFileSync(file, JSON.stringify({ windows }));
    return true;
  } catch {
    return false;
  }
}

/** Pixels that a further window is shifted by, so that it does not hide the one it was opened from. */
const SHIFT = 32;

/** Beside `state`, of the same size. */
export function shifted({ bounds }: WindowState): WindowState {
  const { x, y, width, height } = bounds;
  if (x === undefined || y === undefined) return { bounds: { width, height }, maximized: false };
  return { bounds: { x: x + SHIFT, y: y + SHIFT, width, height }, maximized: false };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function overlaps(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const topInside = window.y >= area.y && window.y < area.y + area.height - GRIP / 2;
  return across >= GRIP && topInside;
}
