/** Owns the proof that a link opens its screen, whichever way the system hands it over, and that a strange one does nothing. */
import { expect, test } from "./desktop-test.ts";
import { commandsOf } from "./host-page.ts";

test("a packaged app takes the links of its scheme, one that is built from source does not", async ({ launch }) => {
  const packaged = launch();
  await packaged.page();
  expect(packaged.told("protocol-client")).toEqual(["signalbox"]);
  await packaged.dispose();
  const built = launch({ environment: { STAND_IN_PACKAGED: "no" } });
  await built.page();
  expect(built.told("protocol-client")).toEqual([]);
});

test("a link that the system opens shows its screen with its filter", async ({ launch }) => {
  const desktop = launch();
  const { page } = await desktop.page();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  await desktop.openUrl("signalbox://open/connections?filter=token%3Aapp");
  await expect(page.getByRole("heading", { name: "Connections", level: 1 })).toBeVisible();
  await expect(page.locator("[data-screen-filter]")).toHaveValue("token:app");
});

test("a link to Traffic brings its filter", async ({ launch }) => {
  const desktop = launch();
  const { page } = await desktop.page();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  await desktop.openUrl("signalbox://open/traffic?filter=denied");
  await expect(page.getByRole("heading", { name: "Traffic", level: 1 })).toBeVisible();
  await expect(page.getByText("denied", { exact: true }).first()).toBeVisible();
});

test("a second start with a link hands it to the running app and leaves", async ({ launch, port }) => {
  const first = launch();
  const { page } = await first.page();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  const second = launch({ args: [`--port=${port}`, "signalbox://open/access"] });
  expect(await second.exited).toBe(0);
  await expect(page.getByRole("heading", { name: "Access", level: 1 })).toBeVisible();
});

test("a first start with a link opens on its screen", async ({ launch, port }) => {
  const { page } = await launch({ args: [`--port=${port}`, "signalbox://open/access"] }).page();
  await expect(page.getByRole("heading", { name: "Access", level: 1 })).toBeVisible();
});

test("a link that asks for something else changes nothing and says so", async ({ launch }) => {
  const desktop = launch();
  const { page } = await desktop.page();
  const requests = await commandsOf(page);
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  await desktop.openUrl("signalbox://delete/everything?filter=x");
  await expect(page.getByText("The link asks for nothing that this Signalbox knows.")).toBeVisible();
  expect(await requests()).toEqual([{ kind: "trouble", message: expect.any(String) }]);
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
});
