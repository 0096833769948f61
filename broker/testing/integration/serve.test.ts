/** Owns the proof of a server's start and end as a process: the ready line, exit codes, what it says and where. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runSignalbox, SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

let folder: TemporaryFolder;
const running: SignalboxProcess[] = [];
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop("SIGKILL")));
  folder.remove();
});

const start = async (
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<SignalboxProcess> => {
  const server = await SignalboxProcess.start(["--port", "0", "--data", folder.file("data"), ...args], env);
  running.push(server);
  return server;
};
const refusal = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runSignalbox(["serve", "--port", "0", "--data", folder.file("data"), ...args], env);

describe("a started server", () => {
  it("prints one line of JSON with its pid and addresses, and nothing else, on stdout", async () => {
    const server = await start();
    const { url, broker, admin, adminKey } = server.ready;
    expect(broker).toBe(`${url.replace("http", "ws")}/ws/brocker/`);
    expect(admin).toBe(`${url}/api/v1`);
    expect(adminKey.length).toBeGreaterThan(40);
    const { code, stdout } = await server.stop();
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "R10 stops gracefully on %s with exit code 0, also when told twice",
    async (signal) => {
      const server = await start();
      void server.stop(signal);
      expect(await server.stop(signal)).toMatchObject({ code: 0 });
    },
  );

  it("names the process that listens: ending that pid ends the server", async () => {
    const server = await start();
    process.kill(server.ready.pid, "SIGTERM");
    expect(await server.ended).toMatchObject({ code: 0 });
  });

  it("ends with the npm that started it, which hands no signal on", async () => {
    const serve = `"${process.execPath}" broker/cli/main.js serve --port 0 --ready-json --data "${folder.file("data")}"; true`;
    const shell = spawn("sh", ["-c", serve], { env: { ...process.env, npm_lifecycle_event: "serve" }, stdio: "pipe" });
    const [line] = await once(createInterface({ input: shell.stdout }), "line");
    const { url } = JSON.parse(line);
    shell.kill("SIGKILL");
    // The server holds the pipe's other end: its end closes it.
    await once(shell, "close");
    await expect(fetch(url)).rejects.toThrow();
  });

  it("keeps its admin key in the data folder, the same at the next start and readable to its owner alone", async () => {
    const first = await start();
    await first.stop();
    const second = await start();
    expect(second.ready.adminKey).toBe(first.ready.adminKey);
    expect(statSync(folder.file("data/admin.key")).mode & 0o777).toBe(0o600);
  });

  it("takes a key of the operator's and writes it nowhere", async () => {
    const server = await start([], { SIGNALBOX_ADMIN_KEY: "a-key-of-my-own" });
    expect(server.ready.adminKey).toBe("a-key-of-my-own");
    expect(() => statSync(folder.file("data/admin.key"))).toThrow("ENOENT");
  });

  it("B11 a first start that brings the sample house starts it, and a second one leaves it as it stands", async () => {
    const options = ["--data", folder.file("house"), "--sample"];
    const first = await start(options);
    const online = async () => (await first.call("GET", "/connections")).body;
    await expect.poll(online).toMatchObject({ items: { length: 5 } });
    await expect.poll(async () => (await first.call("GET", "/messages")).body).not.toMatchObject({ items: [] });
    await first.stop();
    const second = await start(options);
    expect((await second.call("GET", "/sandbox/clients")).body).toMatchObject({
      items: Array.from({ length: 5 }, () => ({ state: { kind: "off" } })),
    });
  });

  it("starts empty, and with --sample shows the small house: three tokens, four tags", async () => {
    const empty = await start();
    expect((await empty.call("GET", "/tokens")).body).toEqual({ items: [] });
    await empty.stop();
    const sample = await start(["--data", folder.file("other"), "--sample"]);
    expect((await sample.call("GET", "/tokens")).body).toMatchObject({ items: { length: 3 } });
    expect((await sample.call("GET", "/tags")).body).toMatchObject({ items: { length: 4 } });
  });

  it("stores --anonymous in the settings, and keeps it at a start that does not name it", async () => {
    const first = await start(["--anonymous", "news/#:read", "--anonymous", "chat/+:readwrite"]);
    const anonymous = [
      { pattern: "news/#", access: "read" },
      { pattern: "chat/+", access: "readwrite" },
    ];
    expect((await first.call("GET", "/settings")).body).toMatchObject({ anonymous });
    await first.stop();
    const second = await start();
    expect((await second.call("GET", "/settings")).body).toMatchObject({ anonymous });
  });

  it("imports --workspace", async () => {
    const file = folder.file("house.json");
    writeFileSync(file, JSON.stringify({ signalbox: 1, tags: [{ pattern: "a/b" }], tokens: [] }));
    const server = await start(["--workspace", file]);
    expect((await server.call("GET", "/tags")).body).toMatchObject({ items: [{ pattern: "a/b" }] });
  });

  it("reads its settings file, and prints addresses for people", async () => {
    writeFileSync(folder.file("settings.json"), JSON.stringify({ port: 0 }));
    const child = spawn(
      process.execPath,
      ["broker/cli/main.js", "serve", "--data", folder.path, "--log-level", "silent"],
      { env: { PATH: process.env.PATH }, stdio: "pipe" },
    );
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(line).toMatch(/^Broker {3}ws:\/\/127\.0\.0\.1:\d+\/ws\/brocker\//);
  });

  it("warns when it lets other machines in without TLS", async () => {
    const server = await start(["--host", "0.0.0.0"]);
    const { stderr } = await server.stop();
    expect(stderr).toContain("Warning: 0.0.0.0 lets other machines in");
  });
});

describe("a start that cannot be", () => {
  it("names a taken port, exit code 2", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const ended = await refusal(["--port", port]);
    holder.close();
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(port) });
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("names a data folder that is none, exit code 2", async () => {
    writeFileSync(folder.file("data"), "");
    for (const env of [{}, { SIGNALBOX_ADMIN_KEY: "a-key-of-my-own" }]) {
      const ended = await refusal([], env);
      expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(folder.file("data")) });
    }
  });

  it("names a database of a newer Signalbox, exit code 2, and leaves it as it was", async () => {
    await (await start()).stop();
    const file = folder.file("data/signalbox.db");
    const database = new Database(file);
    database.pragma("user_version = 9999");
    database.close();
    const before = readFileSync(file);
    expect(await refusal([])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/newer.*9999/) });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("names a data folder that another server holds, exit code 2", async () => {
    await start();
    expect(await refusal([])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/\S/) });
  });

  it.each([
    ["an unknown flag", ["--prt", "1"], "--prt"],
    ["a flag without its value", ["--data"], "--data"],
    ["a wrong value", ["--log-level", "loud"], "--log-level"],
    ["a word too many", ["now"], "argument"],
    ["Redis", ["--redis", "mock"], "--redis"],
    ["joining a cluster", ["--join"], "--join"],
    ["a workspace that is not there", ["--workspace", "/no/such.json"], "/no/such.json"],
  ])("names %s, exit code 2, in one sentence", async (_what, args, named) => {
    const ended = await runSignalbox(["serve", ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(named) });
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("names the field of a workspace that is wrong, and the tags that overlap", async () => {
    const file = folder.file("house.json");
    writeFileSync(file, JSON.stringify({ signalbox: 1, tags: [{ patern: "a" }], tokens: [] }));
    expect(await refusal(["--workspace", file])).toMatchObject({ code: 2, stderr: expect.stringContaining("tags.0") });
    writeFileSync(file, JSON.stringify({ signalbox: 1, tags: [{ pattern: "a/#" }, { pattern: "a/b" }], tokens: [] }));
    expect(await refusal(["--workspace", file])).toMatchObject({ code: 2, stderr: expect.stringContaining("a/b") });
  });

  it("names a command that is none, exit code 2", async () => {
    expect(await runSignalbox(["tokn"])).toMatchObject({ code: 2, stderr: expect.stringContaining("tokn") });
  });
});
