/** Owns walking through the capture in slices, so that a scan of half a million rows never holds the loop. */
import { LIMITS } from "../contract/limits.ts";
import type { Clock } from "../ports/clock.ts";
import type { Capture } from "./capture.ts";
import type { Chunk } from "./chunk.ts";

/** Called for each row; true ends the walk after it. */
export type Visit = (chunk: Chunk, index: number, number: number) => unknown;

/**
 * Visits the rows `from` down to `to`, both included, as far as they are still there. Resolves with the number of the last row visited, or
 * `from` + 1 when there was none. Messages run between the slices.
 */
export async function walkBack(
  capture: Capture,
  clock: Clock,
  from: number,
  to: number,
  visit: Visit,
): Promise<number> {
  let number = from;
  let sliceEnds = clock.elapsed() + LIMITS.scanSliceMs;
  while (number >= to) {
    const chunk = capture.find(number);
    if (chunk === undefined) return number + 1;
    const stop = Math.max(to, chunk.first, number - LIMITS.scanStrideRows + 1);
    for (; number >= stop; number--) if (visit(chunk, number - chunk.first, number) === true) return number;
    if (clock.elapsed() < sliceEnds) continue;
    await nextTurn(clock);
    sliceEnds = clock.elapsed() + LIMITS.scanSliceMs;
  }
  return number + 1;
}

/** Visits the rows from `from` up to `to`, `to` not included; rows let go meanwhile are passed over. */
export async function walkOn(capture: Capture, clock: Clock, from: number, to: number, visit: Visit): Promise<void> {
  let number = Math.max(from, capture.first);
  let sliceEnds = clock.elapsed() + LIMITS.scanSliceMs;
  while (number < to) {
    const chunk = capture.find(number);
    if (chunk === undefined) {
      if (number >= capture.first) return;
      number = capture.first;
      continue;
    }
    const stop = Math.min(to, chunk.first + chunk.count, number + LIMITS.scanStrideRows);
    for (; number < stop; number++) if (visit(chunk, number - chunk.first, number) === true) return;
    if (clock.elapsed() < sliceEnds) continue;
    await nextTurn(clock);
    sliceEnds = clock.elapsed() + LIMITS.scanSliceMs;
  }
}

function nextTurn(clock: Clock): Promise<void> {
  return new Promise((resolve) => clock.atTurnsEnd(resolve));
}
