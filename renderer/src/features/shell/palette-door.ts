/** Owns how the palette is opened by parts that do not load it. */

const listeners = new EventTarget();

export function openPalette(): void {
  listeners.dispatchEvent(new Event("open"));
}

/** Calls back when somebody asks for the palette; answers how to stop. */
export function onPaletteAsked(open: () => void): () => void {
  listeners.addEventListener("open", open);
  return () => listeners.removeEventListener("open", open);
}
