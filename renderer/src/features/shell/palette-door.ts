/** Owns how the palette is opened by parts that do not load it. */

const listeners = new EventTarget();
/** Asked before the palette was loaded: it opens when it comes. */
const early = { isAsked: false };

export function openPalette(): void {
  early.isAsked = true;
  // Whoever listens takes the question back.
  listeners.dispatchEvent(new Event("open"));
}

/** Calls back when somebody asks for the palette, or has asked already; answers how to stop. */
export function onPaletteAsked(show: () => void): () => void {
  const open = () => {
    early.isAsked = false;
    show();
  };
  if (early.isAsked) open();
  listeners.addEventListener("open", open);
  return () => listeners.removeEventListener("open", open);
}
