/** Owns the proof of the commands to a running server: tables, JSON, previews, and who an edit closed with milliseconds. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BrokerClient } from "../broker-client.ts";
import { runSignalbox, SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

let folder: TemporaryFolder;
const HOUSE = fileURLToPath(new URL("../../../resources/sample-workspace.signalbox.json", import.meta.url));
let server: SignalboxProcess;
beforeAll(async () => {
  folder = new TemporaryFolder();
  // As a workspace of its own: a sample at the first start has clients that come and go by themselves.
  server = await SignalboxProcess.start(["--port", "0", "--data", folder.path, "--workspace", HOUSE]);
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

/** As on the same machine: the key is found in the data folder. */
const signalbox = (...args: string[]) =>
  runSignalbox(args, { SIGNALBOX_URL: server.ready.url, SIGNALBOX_DATA: folder.path });
const json = async (...args: string[]) => JSON.parse((await signalbox(...args, "--json")).stdout);

async function connected(token: string, filters: readonly string[]): Promise<BrokerClient> {
  const secret = (await signalbox("token", "secret", token)).stdout.trim();
  const client = new BrokerClient(server.ready.url.replace("http", "ws"), { secret, filters });
  await client.opened;
  return client;
}

describe("the commands to a running server", () => {
  it("list tokens, tags and permissions as aligned tables", async () => {
    const tokens = (await signalbox("token", "list")).stdout.split("\n");
    expect(tokens[0]).toMatch(/^ID +NAME +STATE +CONNECTIONS/);
    expect(tokens[1]).toContain("House sensors");
    expect((await signalbox("tag", "list")).stdout).toContain("home/+/temp");
    const rows = (await signalbox("permission", "list", "--token", "Wall dashboard")).stdout.trimEnd().split("\n");
    expect(rows).toHaveLength(5);
  });

  it("R2 R6 say whom a deleted permission closed, with code and milliseconds", async () => {
    const client = await connected("Wall dashboard", ["home/+/door"]);
    const { stdout, code } = await signalbox("permission", "delete", "Wall dashboard", "home/+/door");
    expect(code).toBe(0);
    expect(stdout).toMatch(/closed 1, kept 0, leaked 0/);
    expect(stdout).toMatch(/Wall dashboard +4003 +permission revoked: home\/\+\/door +\d+\.\d ms/);
    expect(await client.closed).toMatchObject({ code: 4003 });
    await signalbox("permission", "set", "Wall dashboard", "home/+/door", "read");
  });

  it("R7 with --preview say whom it would close, and close nobody", async () => {
    const client = await connected("Wall dashboard", ["home/+/door"]);
    const { revision } = await json("permission", "delete", "Wall dashboard", "home/+/door", "--preview");
    const { stdout } = await signalbox("token", "update", "Wall dashboard", "--disable", "--preview");
    expect(stdout).toMatch(/^Would close 1, keep 0; nothing is changed/);
    expect(stdout).toContain("4002");
    expect(await json("permission", "delete", "Wall dashboard", "home/+/door", "--preview")).toMatchObject({
      revision,
    });
    expect(await json("connections")).toMatchObject([{ tokenName: "Wall dashboard", filters: ["home/+/door"] }]);
    client.socket.terminate();
    await client.closed;
  });

  it("R9 list connections, and kick one with a reason", async () => {
    const client = await connected("Phone app", ["alerts/#"]);
    const [connection] = await json("connections", "--token", "Phone app");
    expect((await signalbox("connections")).stdout).toContain(connection.id);
    const { stdout } = await signalbox("kick", connection.id, "--reason", "go home");
    expect(stdout).toMatch(/4010 +go home/);
    expect(await client.closed).toMatchObject({ code: 4010, reason: "go home" });
    expect(await signalbox("kick", connection.id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(connection.id),
    });
  });

  it("R9 let a token in again that a kick keeps out", async () => {
    const client = await connected("Phone app", ["alerts/#"]);
    const [connection] = await json("connections", "--token", "Phone app");
    await signalbox("kick", connection.id, "--bar", "600");
    await client.closed;
    expect(await json("token", "show", "Phone app")).toMatchObject({ barredUntil: expect.any(String) });
    expect((await signalbox("token", "unbar", "Phone app")).stdout).toContain("may come again");
    expect((await signalbox("token", "unbar", "Phone app")).stdout).toContain("was not barred");
    const again = await connected("Phone app", ["alerts/#"]);
    again.socket.terminate();
    await again.closed;
  });

  it("make, show, change, rotate and delete a token, and sign the audit as the command line", async () => {
    const made = await json(
      "token",
      "create",
      "--name",
      "Kettle",
      "--max-connections",
      "2",
      "--subject",
      "thing:kettle",
    );
    const { id, secret } = made.created[0];
    expect(await json("token", "show", "Kettle")).toMatchObject({
      id,
      maxConnections: 2,
      subject: { userType: "thing" },
    });
    expect((await signalbox("token", "secret", id)).stdout.trim()).toBe(secret);
    await signalbox("token", "update", "Kettle", "--name", "Teapot", "--expires", "7d");
    const rotated = await json("token", "rotate", "Teapot");
    expect(rotated.created[0].secret).not.toBe(secret);
    expect(await signalbox("token", "delete", "Teapot")).toMatchObject({ code: 0 });
    expect((await server.call("GET", "/audit?limit=1")).body).toMatchObject({ items: [{ actor: "cli" }] });
  });

  it("T7 say which tag a new one overlaps, exit code 1", async () => {
    expect(await signalbox("tag", "create", "home/#")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("home/+/"),
    });
    expect(await signalbox("tag", "create", "garden/+/soil")).toMatchObject({ code: 0 });
    expect(await signalbox("tag", "delete", "garden/+/soil")).toMatchObject({ code: 0 });
  });

  it("export without secrets unless asked, and import what they exported", async () => {
    const plain = (await signalbox("export")).stdout;
    expect(JSON.parse(plain).tokens.every((token: object) => !("secret" in token))).toBe(true);
    const file = folder.file("backup.json");
    await signalbox("export", file, "--with-secrets");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, "utf8")).tokens[0].secret).toMatch(/\S{20}/);
    expect(await signalbox("import", file, "--preview")).toMatchObject({ code: 0 });
    expect(await signalbox("import", file)).toMatchObject({ code: 0 });
  });

  it("Y9 import a file and stdin in the encodings of Windows, and refuse another by name", async () => {
    const text = `\ufeff${(await signalbox("export")).stdout.replaceAll("\n", "\r\n")}`;
    for (const encoding of ["utf8", "utf16le"] as const) {
      const file = folder.file(`${encoding}.json`);
      writeFileSync(file, text, encoding);
      expect(await signalbox("import", file, "--preview")).toMatchObject({ code: 0, stderr: "" });
      const piped = await runSignalbox(
        ["import", "-", "--preview"],
        { SIGNALBOX_URL: server.ready.url, SIGNALBOX_DATA: folder.path },
        readFileSync(file),
      );
      expect(piped).toMatchObject({ code: 0, stderr: "" });
    }
    const old = folder.file("old.json");
    writeFileSync(old, '{"name":"Küche"}', "latin1");
    const refused = await signalbox("import", old);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("save it as UTF-8") });
    expect(refused.stderr).toContain(old);
  });

  it("Y9 take an admin key with the line end of its file, and the key file that PowerShell wrote", async () => {
    const key = readFileSync(folder.file("admin.key"), "utf8").trim();
    const SIGNALBOX_URL = server.ready.url;
    expect(await runSignalbox(["token", "list"], { SIGNALBOX_URL, SIGNALBOX_ADMIN_KEY: `${key}\r\n` })).toMatchObject({
      code: 0,
    });
    const other = new TemporaryFolder();
    writeFileSync(other.file("admin.key"), `\ufeff${key}\r\n`, "utf16le");
    expect(await runSignalbox(["token", "list"], { SIGNALBOX_URL, SIGNALBOX_DATA: other.path })).toMatchObject({
      code: 0,
    });
    other.remove();
  });

  it("say which server does not answer and what to do, exit code 1", async () => {
    const ended = await signalbox("token", "list", "--url", "http://127.0.0.1:9");
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("http://127.0.0.1:9") });
    expect(ended.stderr).toContain("signalbox serve");
  });

  it("say that a key is wrong, and never send this machine's key to another", async () => {
    const wrong = await signalbox("token", "list", "--admin-key", "a-wrong-key");
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("--admin-key") });
    const elsewhere = await signalbox("token", "list", "--url", "http://signalbox.invalid:8001");
    expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining("another machine") });
  });

  it.each([
    ["no such token", ["token", "show", "Nobody"], 1],
    ["no such tag", ["permission", "set", "Phone app", "x/y", "read"], 1],
    ["an access that is none", ["permission", "set", "Phone app", "alerts/#", "write"], 2],
    ["nothing to change", ["token", "update", "Phone app"], 2],
    ["an address that is none", ["token", "list", "--url", "nowhere"], 2],
    ["a missing argument", ["tag", "create"], 2],
  ])("end with the right exit code: %s", async (_what, args, code) => {
    const ended = await signalbox(...args);
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("E15 replace the admin key; the next command finds the new one in the data folder", async () => {
    const before = readFileSync(folder.file("admin.key"), "utf8").trim();
    const { stdout, code } = await signalbox("admin-key", "replace");
    expect(code).toBe(0);
    expect(stdout.trim()).toBe(readFileSync(folder.file("admin.key"), "utf8").trim());
    expect(stdout.trim()).not.toBe(before);
    expect((await signalbox("token", "list")).code).toBe(0);
    expect((await signalbox("token", "list", "--admin-key", before)).code).toBe(1);
  });
});
