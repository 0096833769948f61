/** Owns the axis of the lanes: how far it reaches and where it is marked; pure. */
import { formatCount, formatMs } from "../../ui/format.ts";

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;
const MARKS = 5;

/** Five steps that hold `longestMs` with room for its figure. */
export function axisOf(longestMs: number): { readonly top: number; readonly ticks: readonly number[] } {
  const step = STEPS.find((each) => each * MARKS >= longestMs * 1.4) ?? STEPS.at(-1) ?? 1;
  return { top: step * MARKS, ticks: Array.from({ length: MARKS + 1 }, (_, index) => index * step) };
}

/** `+41 ms`, `+1.2 s`: written as text, because it lies off the scale. */
export function deliveryWords(ms: number): string {
  if (ms < 10) return `+${formatMs(ms)} ms`;
  return ms < 1000 ? `+${formatCount(ms)} ms` : `+${(ms / 1000).toFixed(1)} s`;
}
