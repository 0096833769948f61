/** Owns how a console test gets its server and page: a headless process and a browser, or the desktop app on the stand-in; an empty workspace and an end to the process. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { z } from "zod";
import { freePort } from "../desktop/free-port.ts";
import { Desktop } from "../electron-stand-in/desk.ts";
import { call } from "./admin-api.ts";
import { type Served, serve } from "./serve.ts";

const Topics = z.object({ items: z.array(z.object({ name: z.string() })) });

export interface HostOptions {
  /** Where the console runs: tests that are tagged @desktop run in both. */
  readonly host: "browser" | "desktop";
}

interface Fixtures {
  readonly data: string;
  /** The desktop app; null in a browser. */
  readonly desktop: { readonly app: Desktop; readonly port: number } | null;
  readonly server: Served;
}

export const test = base.extend<HostOptions & Fixtures>({
  host: ["browser", { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern.
  data: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-console-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  desktop: async ({ host, context, data }, use) => {
    if (host === "browser") return use(null);
    const port = await freePort();
    const app = new Desktop({ context, userData: data, args: [`--port=${port}`] });
    await app.page();
    await use({ app, port });
    await app.dispose();
  },
  page: async ({ desktop, page }, use) => {
    if (desktop === null) return use(page);
    const window = (await desktop.app.page()).page;
    // The window must not lie behind the page that Playwright opens: what is hidden draws once a second.
    await page.close();
    await use(window);
  },
  server: async ({ desktop, data, page }, use) => {
    const server = desktop === null ? await serve(data) : await servedBy(desktop.app, desktop.port, data, page.url());
    await use(server);
    await server.stop();
  },
});

/** The desktop's broker as a headless one is told of: the window is logged in already, so its link is its own address. */
async function servedBy(app: Desktop, port: number, data: string, address: string): Promise<Served> {
  const url = `http://127.0.0.1:${port}`;
  const server: Served = {
    event: "ready",
    url,
    broker: `ws://127.0.0.1:${port}/ws/brocker/`,
    admin: `${url}/api/v1`,
    adminKey: readFileSync(join(data, "admin.key"), "utf8").trim(),
    loginLink: async () => address,
    stop: () => app.quit(),
    kill: () => app.dispose(),
  };
  // Its first start brought the sample house, which has been talking since.
  await call(server, "PUT", "/workspace", { signalbox: 2, tags: [], tokens: [], library: [], rooms: [] });
  const { items } = Topics.parse(await call(server, "GET", "/topics?limit=1000"));
  for (const { name } of items) await call(server, "DELETE", `/topics/${encodeURIComponent(name)}`);
  await call(server, "DELETE", "/traffic");
  return server;
}

export { expect } from "@playwright/test";
