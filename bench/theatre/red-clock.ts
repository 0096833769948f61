/** Owns the clock in a page: from the click, as the browser itself dates it, to the frame in which everybody is red. */
import type { Page } from "@playwright/test";

/** As browsers have it, and TypeScript's library not yet. */
declare const scheduler: {
  postTask(task: () => void, options: { readonly priority: "user-blocking" }): Promise<void>;
};

const LONGEST_MS = 10_000;

/** Waits for the next click in the page; `red` matches one of ours that is closed, `count` of them are all. */
export async function arm(page: Page, red: string, count: number): Promise<void> {
  await page.evaluate(
    ([selector, wanted, longest]) => {
      const seen = new Promise<number>((resolve, reject) => {
        const onClick = (click: MouseEvent) => {
          // Looks when a state changes: a loop of frames would draw the page more often than it draws itself.
          const observer = new MutationObserver(() => {
            if (document.querySelectorAll(selector).length < wanted) return;
            observer.disconnect();
            requestAnimationFrame(() => {
              // A task of this priority, made in a frame, comes when style, layout and paint of that frame are done.
              const painted = () => resolve(performance.now() - click.timeStamp);
              void scheduler.postTask(painted, { priority: "user-blocking" });
            });
          });
          observer.observe(document.body, { subtree: true, attributeFilter: ["data-state"] });
          setTimeout(() => reject(new Error(`Not ${wanted} of ${selector} within ${longest} ms`)), longest);
        };
        document.addEventListener("click", onClick, { capture: true, once: true });
      });
      Object.assign(window, { benchRed: seen });
    },
    [red, count, LONGEST_MS] as const,
  );
}

/** Milliseconds of the click that `arm` waited for. */
export function redAfter(page: Page): Promise<number> {
  return page.evaluate(() => Reflect.get(window, "benchRed") as Promise<number>);
}
