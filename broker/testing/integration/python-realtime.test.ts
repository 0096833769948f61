/** Owns the proof that a stock Python client of the realtime protocol gets in, hears, and is closed when its token goes. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { PythonClient } from "../python-client.ts";
import { SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

const Made = z.object({ id: z.string(), secret: z.string() });

let data: TemporaryFolder;
let server: SignalboxProcess;
const clients: PythonClient[] = [];
beforeEach(async () => {
  data = new TemporaryFolder();
  server = await SignalboxProcess.start(["--port", "0", "--data", data.path, "--log-level", "warn"]);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
  await server.stop();
  data.remove();
});

function connect(secret: string): PythonClient {
  const url = server.ready.broker.replace("/ws/brocker/", "/ws/realtime/");
  const client = new PythonClient("python_realtime_client.py", url, secret);
  clients.push(client);
  return client;
}

/** The next frame that it heard. */
async function hears(client: PythonClient): Promise<unknown> {
  const event = await client.next();
  if (event.event !== "message") throw new Error(JSON.stringify(event));
  return JSON.parse(event.text);
}

describe("a realtime client written with Python's websockets", () => {
  it("Q1 Q3 Q6 R1 is asked who it is, subscribes, hears, and sees 4002 when its token is deleted", async () => {
    const fields = { name: "Ann", subject: { userType: "user", userId: "123" } };
    const { id, secret } = Made.parse((await server.call("POST", "/tokens", fields)).body);
    const tag = (await server.call("POST", "/tags", { pattern: "chat:room1" })).body;
    const tagId = z.object({ id: z.string() }).parse(tag).id;
    await server.call("PUT", "/permissions", { tokenId: id, tagId, access: "read" });

    const client = connect(secret);
    expect(await client.next()).toEqual({ event: "open" });
    expect(await hears(client)).toEqual({ type: "auth_required", timeout: 30 });
    expect(await hears(client)).toMatchObject({ type: "auth_success", user_type: "user", user_id: 123 });
    client.send('{"type": "subscribe", "topic": "chat:room1"}');
    expect(await hears(client)).toEqual({ type: "subscribed", topic: "chat:room1" });
    client.send('{"type": "subscribe", "topic": "chat:room2"}');
    expect(await hears(client)).toMatchObject({ type: "error", message: "Access denied to topic: chat:room2" });
    await server.call("POST", "/messages", { topic: "chat:room1", message: { text: "grüß dich" } });
    expect(await hears(client)).toMatchObject({ type: "message", topic: "chat:room1", data: { text: "grüß dich" } });
    await server.call("DELETE", `/tokens/${id}`);
    expect(await client.next()).toEqual({ event: "close", code: 4002, reason: "token deleted" });
  });
});
