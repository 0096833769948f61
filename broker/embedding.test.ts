import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Frame, RealtimeClient } from "./testing/realtime-client.ts";
import { TemporaryFolder } from "./testing/temporary-folder.ts";

const DOCUMENT = fileURLToPath(new URL("../docs/embedding.md", import.meta.url));
const ENGINE = pathToFileURL(fileURLToPath(new URL("index.ts", import.meta.url))).href;
const ADMIN_KEY = "embedding-admin-key-0123456789";

let folder: TemporaryFolder;
let child: ChildProcess;
let lines: AsyncIterator<string>;
beforeEach(() => {
  folder = new TemporaryFolder();
  const [, program] = /```ts\n([\s\S]*?)```/.exec(readFileSync(DOCUMENT, "utf8")) ?? [];
  if (program === undefined) throw new Error("the document holds no program");
  writeFileSync(folder.file("program.ts"), program.replace('"../broker/index.ts"', JSON.stringify(ENGINE)));
  const env = { PATH: process.env.PATH, PORT: "0", ADMIN_KEY };
  child = spawn(process.execPath, [folder.file("program.ts")], { env, stdio: ["ignore", "pipe", "inherit"] });
  if (child.stdout === null) throw new Error("the program has no output");
  lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
});
afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  folder.remove();
});

const line = async (): Promise<string> => String((await lines.next()).value);

describe("docs/embedding.md", () => {
  it("Q13 its program runs as it is written: each hook has its moment, and SIGTERM ends it", async () => {
    const url = (await line()).replace("listening at ", "");
    async function call(path: string, body: unknown, method = "POST"): Promise<Frame> {
      const headers = { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" };
      const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
      return answer.json();
    }
    const user = (userId: string) => call("/tokens", { subject: { userType: "user", userId } });
    const [ann, bob] = [await user("ann"), await user("bob")];
    const tag = await call("/tags", { pattern: "#" });
    await call("/permissions", { tokenId: bob.id, tagId: tag.id, access: "read" }, "PUT");

    async function authenticate(secret: string): Promise<RealtimeClient> {
      const client = new RealtimeClient(url.replace("http", "ws"));
      await client.next();
      await client.ask({ type: "authenticate", token: secret });
      return client;
    }
    const first = await authenticate(ann.secret);
    expect(await line()).toBe("user ann is here");
    first.socket.close();
    expect(await line()).toBe("user ann has gone (1005)");

    const second = await authenticate(bob.secret);
    expect(await line()).toBe("user bob is here");
    expect(await second.ask({ message_type: "greet" })).toEqual({ type: "greeting", text: "Hello, bob" });
    const seen = await second.ask({ message_type: "last_seen", user_id: "ann" });
    expect(new Date(seen.at).toISOString()).toBe(seen.at);
    expect(await second.ask({ message_type: "other" })).toMatchObject({ message: "Unsupported message type" });
    expect(await second.ask({ type: "subscribe", topic: "chat:open" })).toMatchObject({ type: "subscribed" });
    expect(await second.ask({ type: "subscribe", topic: "chat:closed" })).toMatchObject({
      message: "Access denied to topic: chat:closed",
      code: "hook-refused",
    });
    child.kill("SIGTERM");
    expect(await second.closed).toMatchObject({ code: 1001 });
    await once(child, "exit");
    expect(child.exitCode).toBe(0);
  });
});
