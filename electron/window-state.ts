/** Owns the remembered place and size of the window: read at start, checked against the displays there are, written on close. */
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

export const FIRST_STATE: WindowState = { bounds: { width: 1440, height: 900 }, maximized: false };

/** Pixels of the title bar that must be on a display: less cannot be grabbed with the mouse. */
const GRIP = 80;

/** The state in `file`, or the first state when there is none, it is damaged, or its display is no longer there. */
export function restoreState(file: string, displays: readonly Pick<Display, "workArea">[]): WindowState {
  const stored = WindowState.safeParse(readJson(file));
  if (!stored.success) return FIRST_STATE;
  const { x, y, width, height } = stored.data.bounds;
  if (x === undefined || y === undefined) return stored.data;
  const reachable = displays.some(({ workArea }) => overlaps({ x, y, width, height }, workArea));
  return reachable ? stored.data : { ...stored.data, bounds: { width, height } };
}

/** @throws nothing: losing the place of a window is not worth a dialog. */
export function saveState(file: string, state: WindowState): boolean {
  try {
    writeFileSync(file, JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
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
