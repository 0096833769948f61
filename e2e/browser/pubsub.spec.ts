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
