/** Owns the proof over real sockets that a stock client hears, and is thrown out when its permission goes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { PythonClient } from "../python-client.ts";
import { SignalboxProcess } from "../signalbox-process.ts";

const Made = z.object({ id: z.string() });
const MadeToken = Made.extend({ secret: z.string() });
const Closed = z.object({
  revision: z.int(),
  closed: z.array(
    z.object({
      connectionId: z.string(),
      tokenId: z.string(),
      code: z.int(),
      reason: z.string(),
      commitToCloseMs: z.number(),
    }),
  ),
  leaked: z.int(),
});

let data = "";
let server: SignalboxProcess;
const clients: PythonClient[] = [];

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "signalbox-python-"));
  server = await SignalboxProcess.start(["--port", "0", "--data", data, "--log-level", "warn"]);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

const connect = (secret: string, filters: string): PythonClient => {
  const client = new PythonClient("python_client.py", server.ready.broker, secret, filters);
  clients.push(client);
  return client;
};
const tag = async (pattern: string) => Made.parse((await server.call("POST", "/tags", { pattern })).body).id;
const token = async (name: string) => MadeToken.parse((await server.call("POST", "/tokens", { name })).body);
const allow = async (tokenId: string, tagId: string, access: "read" | "readwrite") =>
  Made.parse((await server.call("PUT", "/permissions", { tokenId, tagId, access })).body).id;

describe("a client written with Python's websockets", () => {
  it("C2 M4 R2 R6 hears what another publishes, and sees 4003 when its permission is deleted", async () => {
    const temp = await tag("sensors/+/temp");
    const alerts = await tag("alerts/#");
    const reader = await token("Dashboard");
    const writer = await token("Sensor");
    const permission = await allow(reader.id, temp, "read");
    await allow(reader.id, alerts, "read");
    await allow(writer.id, temp, "readwrite");
    await allow(writer.id, alerts, "read");

    const hears = connect(reader.secret, "sensors/+/temp,alerts/#");
    expect(await hears.next()).toEqual({ event: "open" });
    const speaks = connect(writer.secret, "alerts/#");
    expect(await speaks.next()).toEqual({ event: "open" });

    speaks.send('{"tag": "sensors/room1/temp", "message": {"celsius": 21.5}}');
    const heard = await hears.next();
    expect(heard.event === "message" ? JSON.parse(heard.text) : heard).toEqual({
      tag: "sensors/room1/temp",
      message: { celsius: 21.5 },
    });

    const reply = await server.call("DELETE", `/permissions/${permission}`);
    expect(await hears.next()).toMatchObject({ event: "close", code: 4003 });
    expect(reply.status).toBe(200);
    const { closed, leaked } = Closed.parse(reply.body);
    expect(closed).toMatchObject([{ tokenId: reader.id, code: 4003 }]);
    expect(closed[0]?.commitToCloseMs).toBeGreaterThan(0);
    expect(leaked).toBe(0);
  });

  it("C4 sees 4003 with a reason when its secret is unknown", async () => {
    const stranger = connect("a-secret-nobody-gave", "alerts/#");
    expect(await stranger.next()).toEqual({ event: "open" });
    expect(await stranger.next()).toMatchObject({ event: "close", code: 4003, reason: expect.stringMatching(/\S/) });
  });

  it("R10 sees 1001 when the server stops, and the server ends with exit code 0", async () => {
    const temp = await tag("sensors/+/temp");
    const reader = await token("Dashboard");
    await allow(reader.id, temp, "read");
    const client = connect(reader.secret, "sensors/+/temp");
    expect(await client.next()).toEqual({ event: "open" });

    const ended = server.stop("SIGTERM");
    expect(await client.next()).toMatchObject({ event: "close", code: 1001 });
    expect(await ended).toMatchObject({ code: 0 });
  });
});
