/** Owns the proof that an open Traffic loses nothing in a rush and says what it skipped; it judges no speed. */
import { WebSocket } from "ws";
import { expect, test } from "./browser-test.ts";

/** As many as a second of the numbers to hold, four times. */
const MESSAGES = 20_000;

test("a rush is captured whole, and what the window skips is said and can be seen", async ({ page, server }) => {
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    return (await fetch(`${server.admin}${path}`, init)).json();
  };
  const tag = await call("POST", "/tags", { pattern: "rush/#" });
  const token = await call("POST", "/tokens", { name: "Rush" });
  await call("PUT", "/permissions", { tokenId: token.id, tagId: tag.id, access: "readwrite" });
  await page.goto(await server.loginLink());
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Traffic" }).click();
  // What comes before the window follows is history to it, and not skipped.
  await expect(page.getByText("0 of 0 match")).toBeVisible();

  const headers = { authorization: `Token ${token.secret}`, tag: "rush/none" };
  const socket = new WebSocket(server.broker, { headers });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  try {
    for (let i = 0; i < MESSAGES; i++) socket.send(JSON.stringify({ tag: `rush/${i % 10}`, message: i }));
    const count = MESSAGES.toLocaleString("en-US");
    await expect(page.getByText(`${count} of ${count} match`)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("capture complete")).toBeVisible();
    expect(await call("GET", "/traffic/usage")).toMatchObject({ rows: MESSAGES, evicted: 0 });

    const rows = page.getByRole("grid", { name: "Traffic" }).getByRole("row");
    await expect(rows.nth(1)).toContainText(String(MESSAGES - 1));
    await page.getByRole("button", { name: "Pause" }).click();
    const status = page.getByRole("status").getByText(/View skipped/);
    const skipped = async () =>
      Number(/skipped ([\d,]+)/.exec((await status.textContent()) ?? "")?.[1]?.replaceAll(",", ""));
    const before = await skipped();
    expect(before).toBeGreaterThan(0);
    // The gaps lie thousands of rows down: the number leads to them.
    await status.click();
    const gap = rows.filter({ hasText: "View skipped" }).first();
    await expect(gap).toBeInViewport();
    await gap.getByRole("button", { name: "Show" }).click();
    await expect.poll(skipped).toBeLessThan(before);
  } finally {
    socket.terminate();
  }
});
