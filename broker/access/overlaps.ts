/** Pairs of patterns that overlap (T7), found through the levels that they share instead of pair by pair. */
import { overlapExample } from "../contract/topics.ts";

export interface Overlap<T> {
  readonly one: T;
  readonly other: T;
  /** A topic that both match. */
  readonly example: string;
}

interface Patterned {
  readonly pattern: string;
}

interface Level<T> {
  readonly below: Map<string, Level<T>>;
  /** Patterns that end here. */
  readonly here: T[];
}

/** At most `limit` pairs of one of `some` and one of `all`, to which `some` belong; each pair once. Takes about as long as the patterns are many. */
export function overlapsWith<T extends Patterned>(some: readonly T[], all: Iterable<T>, limit: number): Overlap<T>[] {
  const found: Overlap<T>[] = [];
  const root: Level<T> = { below: new Map(), here: [] };
  const order = new Map<T, number>();
  for (const each of some) {
    order.set(each, order.size);
    put(root, each);
  }
  for (const other of all) {
    const place = order.get(other) ?? -1;
    for (const one of candidates(root, other.pattern.split("/"), 0)) {
      // Of two that are both among `some` the later one meets the earlier.
      if (one === other || (place >= 0 && (order.get(one) ?? 0) > place)) continue;
      const example = overlapExample(one.pattern, other.pattern);
      if (example === undefined) continue;
      found.push({ one, other, example });
      if (found.length >= limit) return found;
    }
  }
  return found;
}

function put<T extends Patterned>(root: Level<T>, each: T): void {
  let level = root;
  for (const name of each.pattern.split("/")) {
    let next = level.below.get(name);
    if (next === undefined) {
      next = { below: new Map(), here: [] };
      level.below.set(name, next);
    }
    level = next;
  }
  level.here.push(each);
}

/** All that can overlap, and a few more: what begins with `$`, and what only topics beyond T1's bytes have in common. */
function* candidates<T>(level: Level<T>, names: readonly string[], at: number): Generator<T, void, void> {
  const name = names[at];
  if (name === "#") {
    yield* everything(level);
    return;
  }
  const open = level.below.get("#");
  if (open !== undefined) yield* open.here;
  if (name === undefined) {
    yield* level.here;
    return;
  }
  if (name === "+") {
    for (const [other, next] of level.below) if (other !== "#") yield* candidates(next, names, at + 1);
    return;
  }
  for (const other of [name, "+"]) {
    const next = level.below.get(other);
    if (next !== undefined) yield* candidates(next, names, at + 1);
  }
}

function* everything<T>(level: Level<T>): Generator<T, void, void> {
  yield* level.here;
  for (const next of level.below.values()) yield* everything(next);
}
