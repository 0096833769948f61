/** Journeys through faults of the window itself: what breaks is told where it broke, and everything else works. */
import { call, connect, makeToken } from "./admin-api.ts";
import { expect, test } from "./browser-test.ts";
import { expectAccessible, openConsole, openScreen } from "./console-page.ts";

test("L18 a screen that throws says so with a way on, and the other screens work", async ({ page, server }) => {
  await page.route(/\/assets\/rooms-[^/]*\.js/, (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: 'export function RoomsScreen() { throw new Error("planted in a screen"); }',
    }),
  );
  await openConsole(page, server);
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Rooms" }).click();
  await expect(page.getByText("Rooms stopped")).toBeVisible();
  await expect(page.getByText(/planted in a screen/)).toBeVisible();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await openScreen(page, "Topics");
  await openScreen(page, "Access");
  await expect(page.getByText(/stopped$/)).toHaveCount(0);
});

test("L18 what a handler or a promise throws is told in one line that can be hidden, and nothing else changes", async ({
  page,
  server,
}) => {
  await openConsole(page, server);
  await openScreen(page, "Access");
  const alert = page.getByRole("alert");
  await expect(alert).toHaveCount(0);
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("planted in a timer");
    });
  });
  await expect(alert).toContainText("This window failed");
  await expect(alert).toContainText("planted in a timer");
  await expect(alert.getByRole("button", { name: "Reload the window" })).toBeVisible();
  await page.evaluate(() => void Promise.reject(new Error("planted in a promise")));
  await expect(alert).toContainText("planted in a promise");
  await expect(alert).toContainText("2 faults");
  await expectAccessible(page);
  await alert.getByRole("button", { name: "Hide" }).click();
  await expect(alert).toHaveCount(0);
  await openScreen(page, "Overview");
});

test("L16 names that every object has break no screen, typed or by a link", async ({ page, server }) => {
  const { secret } = await makeToken(server, { "home/#": "readwrite" }, { name: "Phone" });
  const phone = await connect(server, secret, "home/#");
  await call(server, "POST", "/messages", { topic: "home/hall", message: { constructor: 1 } });
  await openConsole(page, server);
  for (const name of ["Connections", "Traffic", "Topics", "Access"]) {
    await openScreen(page, name);
    const field = page.locator("main").getByRole("textbox").or(page.locator("main").getByRole("searchbox")).first();
    for (const text of ["constructor:x", "__proto__:x", "toString>1", "not constructor:2", "json.constructor>1"]) {
      await field.fill(text);
      await expect(page.getByText(/ stopped$/)).toHaveCount(0);
      await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    }
    await field.fill("");
  }
  for (const hash of ["#/constructor", "#/__proto__", "#/toString"]) {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await expect(page.getByRole("alert")).toHaveCount(0);
  phone.terminate();
});
