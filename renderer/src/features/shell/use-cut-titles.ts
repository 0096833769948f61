/** Owns that every text which is cut off can be read: under the pointer the element gets the whole of it as its title. */
import { useEffect } from "react";
import { toldText } from "../../ui/visible.ts";

/** Written by us, and written anew each time: rows of a list take other texts. */
const OURS = "data-cut-title";
/** From the text under the pointer up to the cell that cuts it. */
const LEVELS = 4;

export function useCutTitles(): void {
  useEffect(() => {
    document.addEventListener("pointerover", onPointerOver);
    return () => document.removeEventListener("pointerover", onPointerOver);
  }, []);
}

function onPointerOver({ target }: PointerEvent): void {
  if (!(target instanceof HTMLElement)) return;
  const levels = levelsFrom(target);
  if (levels.some((element) => element.hasAttribute("title") && !element.hasAttribute(OURS))) return;
  for (const element of levels) {
    if (isCut(element)) {
      element.title = toldText(element.textContent);
      element.setAttribute(OURS, "");
    } else if (element.hasAttribute(OURS)) {
      element.removeAttribute("title");
      element.removeAttribute(OURS);
    }
  }
}

function levelsFrom(target: HTMLElement): HTMLElement[] {
  const levels: HTMLElement[] = [];
  for (let element: HTMLElement | null = target; element !== null && levels.length < LEVELS; ) {
    levels.push(element);
    element = element.parentElement;
  }
  return levels;
}

function isCut(element: HTMLElement): boolean {
  return element.scrollWidth > element.clientWidth && getComputedStyle(element).textOverflow === "ellipsis";
}
