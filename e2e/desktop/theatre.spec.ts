/** Owns the proof that the theatre plays in the desktop app, over its port instead of a socket. */
import { theatreJourney } from "../theatre.ts";
import { expect, test } from "./desktop-test.ts";

test("a right is taken away in the desktop app, and exactly its clients go", async ({ launch }) => {
  const desktop = launch();
  const { page, outside } = await desktop.page();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await theatreJourney(page);
  expect(outside).toEqual([]);
  expect(await desktop.quit()).toBe(0);
});
