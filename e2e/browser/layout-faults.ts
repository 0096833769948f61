/** Owns the check that a page can be read in the window that it has: what is cut without a sign, out of reach, or squeezed. */
import type { Page } from "@playwright/test";

/** One line a fault, with the words that cannot be read. */
export async function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) faults.push("the page itself scrolls sideways");
    for (const field of document.querySelectorAll("[data-screen-filter]")) {
      const room = field.parentElement?.getBoundingClientRect().width ?? 0;
      if (room > 0 && room < 120) faults.push(`the filter has ${Math.round(room)} px`);
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const words = walker.currentNode.textContent?.trim() ?? "";
      const element = walker.currentNode.parentElement;
      if (words === "" || element === null || element.closest("svg, style, script, .cm-editor")) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const fault = faultOf(element, range.getBoundingClientRect());
      if (fault !== null) faults.push(`${fault}: ${words.slice(0, 40)}`);
    }
    return faults;

    function faultOf(element: HTMLElement, box: DOMRect): string | null {
      if (box.width < 1 || box.height < 1) return null;
      let { left, right } = box;
      for (let frame: HTMLElement | null = element; frame !== null; frame = frame.parentElement) {
        const style = getComputedStyle(frame);
        if (style.visibility === "hidden" || style.clipPath !== "none") return null;
        if (style.display === "inline" || style.overflowX === "visible") continue;
        const edge = frame.getBoundingClientRect();
        if (right <= edge.right + 1.5 && left >= edge.left - 1.5) continue;
        // What scrolls is within reach.
        if (style.overflowX === "auto" || style.overflowX === "scroll") return null;
        if (style.textOverflow !== "ellipsis") return "cut without an ellipsis";
        if (edge.width < 12) return "squeezed to nothing";
        left = Math.max(left, edge.left);
        right = Math.min(right, edge.right);
      }
      return right > width + 1 || left < -1 ? "outside of the window" : null;
    }
  });
}
