/** Owns giving the focus to what has just been drawn in the place of the control that was pressed. */

/** As a `ref`; the same function at every draw, so that it acts once. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}
