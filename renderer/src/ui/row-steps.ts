/** Keys that move far in a list of rows, and by how many rows. */
import type { KeyboardEvent } from "react";

const ENDS: ReadonlyMap<string, number> = new Map([
  ["Home", Number.NEGATIVE_INFINITY],
  ["End", Number.POSITIVE_INFINITY],
]);
const PAGES: ReadonlyMap<string, number> = new Map([
  ["PageDown", 1],
  ["PageUp", -1],
]);

/** How many rows the key moves by, where a page has `page` rows; undefined for another key, or one with Ctrl, Cmd or Alt. */
export function rowStep({ key, ctrlKey, metaKey, altKey }: Pressed, page: number): number | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const pages = PAGES.get(key);
  return pages === undefined ? ENDS.get(key) : pages * page;
}

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">;
