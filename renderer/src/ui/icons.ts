/** Owns the size and stroke of icons: Tabler outline, stroke 1.75, 12, 14, 16 or 20 px. */

export const ICON = {
  micro: { size: 12, stroke: 1.75, "aria-hidden": true },
  small: { size: 14, stroke: 1.75, "aria-hidden": true },
  medium: { size: 16, stroke: 1.75, "aria-hidden": true },
  large: { size: 20, stroke: 1.75, "aria-hidden": true },
} as const;
