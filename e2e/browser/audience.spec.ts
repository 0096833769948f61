/** Checks that an operator speaks to realtime clients from Connections: sends, asks, and disconnects; and sees it in Traffic. */
import { expect, test } from "./browser-test.ts";
import type { Served } from "./serve.ts";

type Frame = Readonly<Record<string, unknown>>;

/** A realtime client of the user that answers every question with its name; what it hears, and how it ends. */
async function client(server: Served, secret: string, name: string) {
  const socket = new WebSocket(server.broker.replace("/ws/brocker/", "/ws/realtime/"));
  const heard: Frame[] = [];
  const ended = new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code)));
  await new Promise<void>((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      const frame = JSON.parse(String(data));
      heard.push(frame);
      const say = (answer: Frame) => socket.send(JSON.stringify(answer));
      if (frame.type === "auth_required") say({ type: "authenticate", token: secret });
      if (frame.type === "auth_success") say({ message_type: "set_meta", key: "device", value: name });
      if (frame.type === "ack") resolve();
      const { data: content } = frame;
      if (content?.type === "request") say({ type: "response", request_id: content.request_id, data: { from: name } });
    });
  });
  return { heard, ended };
}

test("a user is sent to, asked and disconnected from the panel of one of its connections", async ({ page, server }) => {
  const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
  const token = async (userId: string): Promise<string> => {
    const body = JSON.stringify({ name: `Token of ${userId}`, subject: { userType: "user", userId } });
    const answer = await fetch(`${server.admin}/tokens`, { method: "POST", headers, body });
    return (await answer.json()).secret;
  };
  const ann = await token("ann");
  const phones = [await client(server, ann, "phone"), await client(server, ann, "phone")];
  const bob = await client(server, await token("bob"), "laptop");

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(await server.loginLink());
  const screens = page.getByRole("navigation", { name: "Screens" });
  await screens.getByRole("button", { name: "Connections" }).click();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByText("Group by subject").click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("row").filter({ hasText: "ann user ×2" })).toHaveCount(1);
  await page.getByRole("row").filter({ hasText: "ann user ×2" }).click();
  const panel = page.getByRole("complementary", { name: "Connection ann" });
  await panel.getByRole("tab", { name: "Send" }).click();
  await expect(panel).toContainText('"phone"');

  const data = panel.getByRole("textbox", { name: "Data, any JSON value" });
  await data.fill('{"n": ');
  await expect(panel).toContainText("Not JSON yet");
  await expect(panel.getByRole("button", { name: "Send" })).toBeDisabled();
  await data.fill('{"n": 12345678901234567890}');
  await panel.getByRole("button", { name: "Send" }).click();
  await expect(panel).toContainText("Sent to 2 connections");
  for (const { heard } of phones) await expect.poll(() => heard.at(-1)?.type).toBe("message");
  expect(bob.heard.at(-1)?.type).toBe("ack");

  await panel.getByRole("combobox", { name: "To" }).click();
  await page.getByRole("option", { name: "Ask this user and wait" }).click();
  await panel.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(panel).toContainText("First answer after");
  await expect(panel).toContainText('"from": "phone"');

  await panel.getByRole("button", { name: "Disconnect this user…" }).click();
  await panel.getByRole("textbox", { name: "Reason, which its clients hear" }).fill("maintenance");
  await panel.getByRole("button", { name: "Disconnect 2 connections" }).click();
  expect(await Promise.all(phones.map(({ ended }) => ended))).toEqual([4010, 4010]);
  for (const { heard } of phones)
    expect(heard.at(-1)).toMatchObject({ type: "message", data: { type: "disconnect", reason: "maintenance" } });
  await expect(panel).toContainText("Closed 4010");
  expect(bob.heard.at(-1)?.type).toBe("ack");

  await test.step("all of it stands in Traffic: to whom, with which fan-out, and which answer was taken", async () => {
    await screens.getByRole("button", { name: "Traffic" }).click();
    await page.getByLabel("Filter traffic").fill("dir:direct ");
    const grid = page.getByRole("grid", { name: "Traffic" });
    const rows = grid.getByRole("row").filter({ has: page.getByRole("gridcell") });
    await expect(rows).toHaveCount(4);
    await expect(rows.nth(0)).toContainText("Not awaited");
    await expect(rows.nth(1)).toContainText("Taken");
    await expect(rows.nth(1)).toContainText("Token of ann");
    await expect(rows.nth(2)).toContainText("Question to user:ann");
    await expect(rows.nth(3)).toContainText("Operator");
    await expect(rows.nth(3)).toContainText("2 delivered");
    await rows.nth(3).click();
    const message = page.getByRole("complementary", { name: "Message" });
    await expect(message.getByRole("heading", { name: "To user:ann" })).toBeVisible();
    await expect(message.getByRole("list", { name: "Delivered" }).getByRole("listitem")).toHaveCount(2);
    await rows.nth(0).click();
    await expect(message).toContainText("Nobody waits for this answer");
  });
});
