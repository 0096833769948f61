/** Owns the proof that the whole journey works in the desktop app, over its port instead of a socket. */
import { revocationJourney } from "../journey.ts";
import { expect, test } from "./desktop-test.ts";

test("from the first start to a client closed with 4003 and its milliseconds", async ({ launch, port }) => {
  const desktop = launch();
  const { page, outside } = await desktop.page();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();

  await revocationJourney(page, `ws://127.0.0.1:${port}/ws/brocker/`);

  expect(outside).toEqual([]);
  expect(await desktop.quit()).toBe(0);
});
