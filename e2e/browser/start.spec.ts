/** Owns the proof that the page shows the window's frame before its scripts are there, and that they draw the same. */
import type { Page } from "@playwright/test";
import { expect, test } from "./browser-test.ts";

const SCRIPTS = "**/assets/*.js";

for (const scheme of ["light", "dark"] as const) {
  test(`the frame stands in ${scheme} before the scripts come, and nothing of it moves when they do`, async ({
    page,
    server,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    // The broker that never answers keeps the script at its first drawing.
    await page.routeWebSocket(/\/console$/, () => {});
    await page.route(SCRIPTS, (route) => route.abort());
    await page.goto(server.url);
    await expect(page.getByText("Reaching the broker")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", scheme);
    const still = await boxes(page);

    await page.unroute(SCRIPTS);
    await page.reload();
    await page
      .locator("html[data-mantine-color-scheme] style[data-mantine-styles]")
      .first()
      .waitFor({ state: "attached" });
    await expect(page.getByText("Reaching the broker")).toBeVisible();
    expect(await boxes(page)).toEqual(still);
  });
}

/** Each part of the frame: what it is, where it is, and its ground. */
function boxes(page: Page): Promise<string[]> {
  return page.locator(".frame, .frame *").evaluateAll((parts) =>
    parts.map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      return `${part.tagName} ${[x, y, width, height].join(" ")} ${getComputedStyle(part).backgroundColor}`;
    }),
  );
}
