/** A reader that goes away ends a command as the shell expects, and no server. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SignalboxProcess } from "../testing/signalbox-process.ts";
import { TemporaryFolder } from "../testing/temporary-folder.ts";

const MAIN = fileURLToPath(new URL("main.js", import.meta.url));
const SPACE = "x".repeat(100);
const KEY = "a-key-of-this-test-alone";

let folder: TemporaryFolder;
let server: SignalboxProcess;
beforeAll(async () => {
  folder = new TemporaryFolder();
  server = await SignalboxProcess.start(["--port", "0", "--data", folder.path]);
  const edits = Array.from({ length: 900 }, (_, n) => ({
    kind: "token.create",
    token: { name: `Token ${n} ${SPACE}` },
  }));
  expect(await server.call("POST", "/edits", { edits })).toMatchObject({ status: 200 });
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** What bash makes of `signalbox <args> <rest>`: the exit code of signalbox itself. */
async function inShell(args: string, rest: string): Promise<Ended> {
  const line = `"${process.execPath}" "${MAIN}" ${args} ${rest}; exit \${PIPESTATUS[0]}`;
  const child = spawn("bash", ["-c", line], {
    env: { PATH: process.env.PATH, SIGNALBOX_URL: server.ready.url, SIGNALBOX_DATA: folder.path },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  return { code, stderr };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("the reader of a pipe that goes away", () => {
  it.each(["token list", "token list --json", "export", "connections --json", "--help", "serve --help", "--version"])(
    "Y10 ends `signalbox %s` with 141, as SIGPIPE would, and without a word",
    async (args) => {
      // It reads nothing: also what fits the pipe's buffer has no reader.
      expect(await inShell(args, "| true")).toEqual({ code: 141, stderr: "" });
    },
  );

  it("Y10 after the first line ends it the same way", async () => {
    expect(await inShell("token list", "| head -1")).toEqual({ code: 141, stderr: "" });
  });

  it("Y10 of stderr alone changes nothing", async () => {
    expect(await inShell("token show Nobody", "2> >(exec <&-)")).toMatchObject({ code: 1 });
    expect(await inShell("tag create a/b", "2> >(exec <&-) >/dev/null")).toMatchObject({ code: 0 });
  });

  it("Y10 is no full disk: that is said in one sentence, with exit code 1", async () => {
    const { code, stderr } = await inShell("token list", "> /dev/full");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^signalbox: the answer cannot be written \(ENOSPC.*\n$/);
  });

  it("Y10 ends no server, whose exit code stays 0", async () => {
    const own = new TemporaryFolder();
    const port = await freePort();
    const options = ["--port", `${port}`, "--data", own.path, "--log-level", "debug", "--admin-key", KEY];
    const child = spawn(process.execPath, [MAIN, "serve", ...options], { stdio: ["ignore", "pipe", "pipe"] });
    // Before a single line was written.
    child.stdout.destroy();
    child.stderr.destroy();
    const exit = once(child, "exit");
    const call = (method: string, path: string) =>
      fetch(`http://127.0.0.1:${port}/api/v1${path}`, { method, headers: { authorization: `Bearer ${KEY}` } });
    await expect.poll(() => call("GET", "/server").then(({ status }) => status, String), { timeout: 20_000 }).toBe(200);
    for (let n = 0; n < 20; n++) expect((await call("POST", "/tokens")).status).toBe(201);
    child.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);
    own.remove();
  });
});
