/** Owns what every browser test does with the console's page: log in, open a screen, look with axe in light and dark. */
import { expect, type Page, type WebSocketRoute } from "@playwright/test";
import { violationsIn } from "./axe.ts";
import type { Served } from "./serve.ts";

/** Logs in and waits until the console is live and its first screen, which is loaded after the frame, stands. */
export async function openConsole(page: Page, server: Pick<Served, "loginLink">): Promise<void> {
  await page.goto(await server.loginLink());
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

export async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

/** The console's socket through a door that a test may shut; call it before the page is opened. */
export async function breakableLink(page: Page) {
  const open = new Set<WebSocketRoute>();
  let isDown = false;
  await page.routeWebSocket(/\/console$/, async (route) => {
    if (isDown) return route.close();
    open.add(route);
    route.connectToServer();
  });
  return {
    async drop() {
      isDown = true;
      await Promise.all([...open].map((route) => route.close()));
      open.clear();
    },
    mend() {
      isDown = false;
    },
  };
}

/** Nothing that axe calls serious or critical, in light and in dark; what is wrong is named with its place. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const serious = (await violationsIn(page))
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(
        ({ id, nodes }) =>
          `${colorScheme} ${id}: ${nodes.map((node) => `${node.html} (${node.failureSummary})`).join("; ")}`,
      );
    expect(serious).toEqual([]);
  }
}
