/** Checks that the console shows pub/sub clients by the names that they give themselves. */
import type { Page } from "@playwright/test";
import { expect, test } from "./browser-test.ts";

/** A pub/sub client of a program that has no token. */
async function subscriber(broker: string, topic: string, clientId: string): Promise<WebSocket> {
  const socket = new WebSocket(broker.replace("/ws/brocker/", "/ws/"));
  const subscribed = new Promise<void>((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      const { type } = JSON.parse(String(data));
      if (type === "connected") socket.send(JSON.stringify({ type: "subscribe", topic, client_id: clientId }));
      if (type === "subscribed") resolve();
    });
  });
  await subscribed;
  return socket;
}

async function open(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page
    .getByRole("link", { name: "Connections" })
    .or(page.getByRole("button", { name: "Connections" }))
    .first()
    .click();
}

test("a pub/sub client is listed by its client_id, with its subscriptions and what it may", async ({
  page,
  server,
}) => {
  const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
  const body = JSON.stringify({ anonymous: [{ pattern: "#", access: "readwrite" }] });
  await fetch(`${server.admin}/settings`, { method: "PATCH", headers, body });
  const sockets = [
    await subscriber(server.broker, "orders", "subscriber1"),
    await subscriber(server.broker, "notifications/+", "subscriber2"),
  ];
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, await server.loginLink());
  const row = page.getByRole("row").filter({ hasText: "subscriber1" });
  await expect(row).toContainText("Anonymous");
  await expect(row).toContainText("pubsub");
  await expect(row).toContainText("orders");
  await row.click();
  const panel = page.getByRole("complementary", { name: "Connection subscriber1" });
  await expect(panel).toContainText("none: anonymous");
  await expect(panel).toContainText("Calls itself");
  for (const socket of sockets) socket.close();
});

test("a simulated pub/sub client hears the past that it asks for", async ({ page, server }) => {
  const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
  const call = (method: string, path: string, body: unknown) =>
    fetch(`${server.admin}${path}`, { method, headers, body: JSON.stringify(body) });
  await call("PATCH", "/settings", { anonymous: [{ pattern: "#", access: "readwrite" }] });
  for (const n of [1, 2, 3]) await call("POST", "/messages", { topic: "orders", message: { n } });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(await server.loginLink());
  await page
    .getByRole("link", { name: "Sandbox" })
    .or(page.getByRole("button", { name: "Sandbox" }))
    .first()
    .click();
  await page.getByRole("button", { name: "Add client" }).first().click();
  const form = page.getByRole("dialog", { name: "Add client" });
  await form.getByLabel("Name").fill("Late display");
  await expect(form.getByLabel("Replay")).toHaveCount(0);
  await form.getByRole("combobox", { name: "Dialect" }).or(form.getByLabel("Dialect")).first().click();
  await page.getByRole("option", { name: "pubsub" }).click();
  await form.getByLabel("Replay").fill("2");
  await form.getByLabel("Filters").fill("orders");
  await expect(form.getByRole("status", { name: "What is said about the filters" })).toContainText("is allowed by #");
  await form.getByRole("button", { name: "Add and connect" }).click();
  const card = page.getByRole("article", { name: "Late display" });
  await expect(card.getByText("2", { exact: true }).first()).toBeVisible();
  const last = card.getByRole("button", { name: "Messages that Late display received" });
  await expect(last).toHaveText(/orders\s*3\s*orders\s*2/);
});
