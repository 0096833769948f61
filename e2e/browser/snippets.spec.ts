/** Owns the proof that "Copy as client" works: each program, as it is copied, connects, hears and publishes. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { WebSocket } from "ws";
import { type SnippetKind, snippetOf } from "../../renderer/src/ui/snippets.ts";
import { call, makeToken } from "./admin-api.ts";
import { expect, test } from "./browser-test.ts";
import type { Served } from "./serve.ts";

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
const FILTER = "house/+/temp";
const HEARD = "house/hall/temp";
const SAID = "house/one/temp";
/** Characters that every language must quote. */
const SECRET = `it's"a\\secret$of?100%`;

/** A program that runs: what it printed so far, and how to end it. */
interface Running {
  output(): string;
  stop(): Promise<void>;
}

test.describe("a ready program connects, hears and publishes", () => {
  let folder: string;
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "signalbox-snippets-"));
    symlinkSync(MODULES, join(folder, "node_modules"));
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("in the browser", async ({ page, server }) => {
    await proven("Browser", server, (program) => inPage(page, program));
  });

  test("with Node and ws", async ({ server }) => {
    await proven("Node", server, async (program) => {
      const file = join(folder, "client.mjs");
      writeFileSync(file, program);
      return child(spawn(process.execPath, [file], { cwd: folder }));
    });
  });

  test("with Debian's Python and its websockets", async ({ server }) => {
    await proven("Python", server, async (program) => {
      const file = join(folder, "client.py");
      writeFileSync(file, program);
      return child(spawn("/usr/bin/python3", [file], { cwd: folder }));
    });
  });

  test("on the command line with wscat", async ({ server }) => {
    await proven("websocat", server, async (program) => {
      const [, wscat = ""] = program.split("wscat; in both, a line that you type is published.\n");
      mkdirSync(join(folder, "bin"));
      const file = join(folder, "bin", "client.sh");
      writeFileSync(file, `exec ${wscat.replace("npx wscat", "node node_modules/wscat/bin/wscat")}`);
      return child(spawn("sh", [file], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] }));
    });
  });
});

async function proven(kind: SnippetKind, server: Served, run: (program: string) => Promise<Running>): Promise<void> {
  await policyOf(server);
  const url = server.broker;
  const program = snippetOf(kind, { url, secret: SECRET, filters: [FILTER], publishTo: SAID });
  const listener = new WebSocket(url, { headers: { authorization: `Token ${SECRET}`, tag: FILTER } });
  const said: string[] = [];
  listener.on("message", (data) => said.push(data.toString()));
  await new Promise((resolve) => listener.once("open", resolve));
  const running = await run(program);
  try {
    await expect.poll(() => said).toHaveLength(1);
    expect(JSON.parse(said[0] ?? "")).toEqual({ tag: SAID, message: { hello: "from a snippet" } });
    const message = { topic: HEARD, message: { celsius: 21.5 } };
    await call(server, "POST", "/messages", message);
    await expect.poll(() => running.output()).toContain("21.5");
    expect(running.output()).toContain(HEARD);
  } finally {
    listener.terminate();
    await running.stop();
  }
}

/** As somebody's own page on this machine, of another origin than the broker. */
async function inPage(page: Page, program: string): Promise<Running> {
  let output = "";
  page.on("console", async (line) => {
    const values = await Promise.all(line.args().map((one) => one.jsonValue()));
    output += `${JSON.stringify(values)}\n`;
  });
  const site = createServer((_request, reply) => {
    reply.setHeader("content-type", "text/html");
    reply.end(`<!doctype html><script>${program}</script>`);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const address = site.address();
  if (address === null || typeof address === "string") throw new Error("the site has no port");
  await page.goto(`http://127.0.0.1:${address.port}/`);
  return {
    output: () => output,
    stop: async () => {
      await page.goto("about:blank");
      site.close();
    },
  };
}

async function child(process: ChildProcess): Promise<Running> {
  let output = "";
  process.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => process.once("exit", () => resolve()));
  return {
    output: () => output,
    stop: () => {
      process.kill();
      return ended;
    },
  };
}

/** One token that may read and write the house's temperatures. */
async function policyOf(server: Served): Promise<void> {
  await makeToken(server, { [FILTER]: "readwrite" }, { name: "Snippet", secret: SECRET });
}
