/** Owns the heights that lists reckon with, by the person's density: they must be what tokens.css draws. */
import type { Preferences } from "./preferences.ts";
import { usePreferences } from "./stores.tsx";

/** Pixels. */
export interface RowHeights {
  /** `--row`: tables, trees, grids. */
  readonly row: number;
  /** `--row-matrix`. */
  readonly matrix: number;
  /** `--row-traffic`. */
  readonly traffic: number;
}

const HEIGHTS: Readonly<Record<Preferences["density"], RowHeights>> = {
  comfortable: { row: 28, matrix: 40, traffic: 24 },
  compact: { row: 24, matrix: 36, traffic: 20 },
};

export function useRowHeights(): RowHeights {
  return HEIGHTS[usePreferences((state) => state.density)];
}
