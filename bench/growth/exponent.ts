/** How steeply a figure grows with the size: 0 not at all, 1 in step with it, 2 with its square. */

/** The steepest stretch between neighbouring sizes, so that a curve that bends upwards at its end is not hidden by a flat beginning. */
export function exponent(sizes: readonly number[], values: readonly number[]): number {
  let steepest = Number.NEGATIVE_INFINITY;
  for (let at = 1; at < sizes.length; at++) {
    const size = (sizes[at] ?? Number.NaN) / (sizes[at - 1] ?? Number.NaN);
    const value = (values[at] ?? Number.NaN) / (values[at - 1] ?? Number.NaN);
    steepest = Math.max(steepest, Math.log(value) / Math.log(size));
  }
  return steepest;
}
