/** Owns turning measurements into medians, ranges and ratios within the same round. */
import type { Measurement } from "../run/measure.ts";
import type { SystemName } from "../systems.ts";

export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export class Summary {
  readonly #measurements: readonly Measurement[];

  constructor(measurements: readonly Measurement[]) {
    this.#measurements = measurements;
  }

  systemsOf(scenario: string): SystemName[] {
    return [...new Set(this.#of(scenario).map(({ system }) => system))];
  }

  /** Every round's value of a figure; rounds without it are left out. */
  values(scenario: string, system: SystemName, figure: string): number[] {
    return this.#of(scenario)
      .filter((measurement) => measurement.system === system)
      .flatMap(({ figures }) => figures[figure] ?? []);
  }

  /** NaN where it was not measured. */
  median(scenario: string, system: SystemName, figure: string): number {
    return median(this.values(scenario, system, figure));
  }

  /** Median of `a / b`, both of the same round; NaN where one was not measured. */
  ratio(scenario: string, figure: string, a: SystemName, b: SystemName): number {
    return median(this.ratios(scenario, figure, a, b));
  }

  ratios(scenario: string, figure: string, a: SystemName, b: SystemName): number[] {
    const all = this.#of(scenario);
    return all
      .filter(({ system }) => system === a)
      .flatMap(({ round, figures }) => {
        const other = all.find((one) => one.system === b && one.round === round)?.figures[figure];
        const own = figures[figure];
        return own === undefined || other === undefined ? [] : own / other;
      });
  }

  #of(scenario: string): Measurement[] {
    return this.#measurements.filter((measurement) => measurement.scenario === scenario);
  }
}
