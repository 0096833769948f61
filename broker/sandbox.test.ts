/** Checks the sandbox over real sockets: its clients are clients like any other. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { WsClients } from "./adapters/ws-client.ts";
import { SAMPLE_CLIENTS, type SandboxClient } from "./contract/sandbox.ts";
import type { EngineConfig } from "./index.ts";
import { sampleWorkspace } from "./sample.ts";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";

let under: EngineUnderTest;
afterEach(() => under.stop());

async function start(config: Partial<EngineConfig> = {}) {
  under = await startEngine(config);
}

async function clientWhere(id: string, wanted: (client: SandboxClient) => boolean): Promise<SandboxClient> {
  for (;;) {
    const { items } = (await under.api("GET", "/sandbox/clients")).body;
    const client = items.find((each: { id: string }) => each.id === id);
    if (wanted(client)) return client;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function add(tokenId: string | null, filters: string[], name = "Phone") {
  const { status, body } = await under.api("POST", "/sandbox/clients", { name, tokenId, dialect: "broker", filters });
  expect(status).toBe(201);
  return body.id as string;
}

const connect = (id: string) => under.api("POST", `/sandbox/clients/${id}/connect`);
const isOnline = ({ state }: SandboxClient) => state.kind === "online";
const isClosed = ({ state }: SandboxClient) => state.kind === "closed";

describe("clients of the sandbox", () => {
  it("B1 B2 are connections with their token, and an edit that closes one is measured", async () => {
    await start();
    const { id: tokenId } = await under.token({ "home/+/door": "readwrite", "home/+/temp": "read" }, { name: "App" });
    const id = await add(tokenId, ["home/+/door", "home/+/temp"]);
    await connect(id);
    const { state } = await clientWhere(id, isOnline);
    const [connection] = await under.connections();
    expect(state).toMatchObject({ kind: "online", connectionId: connection?.id });
    expect(connection).toMatchObject({ tokenId, filters: ["home/+/door", "home/+/temp"] });
    const permission = await under.permissionId(tokenId, "home/+/door");
    const { body } = await under.api("DELETE", `/permissions/${permission}`);
    expect(body.closed).toMatchObject([{ connectionId: connection?.id, code: 4003 }]);
    const closed = await clientWhere(id, ({ state }) => state.kind === "closed" && state.close.commitToGoneMs !== null);
    const close = { code: 4003, reason: "permission revoked: home/+/door", by: "policy" };
    expect(closed.state).toMatchObject({
      close: { ...close, commitToCloseMs: expect.any(Number), revision: body.revision },
    });
    await connect(id);
    expect((await clientWhere(id, isClosed)).state).toMatchObject({ close: { code: 4003, by: "broker" } });
  });

  it("B1 speak over TLS to the broker's own certificate", async () => {
    const tls = join(import.meta.dirname, "testing/tls");
    const [cert, key] = ["localhost-cert.pem", "localhost-key.pem"].map((file) =>
      readFileSync(join(tls, file), "utf8"),
    );
    const token = {
      name: "App",
      secret: "a-secret-of-ours",
      permissions: [{ pattern: "a/#", access: "read" as const }],
    };
    await start({
      tls: { cert: cert ?? "", key: key ?? "" },
      workspace: { signalbox: 1, tags: [{ pattern: "a/#" }], tokens: [token] },
    });
    const knock = (certificate: string | undefined) =>
      new Promise((resolve) => {
        const headers = { authorization: `Token ${token.secret}`, tag: "a/ä" };
        const clients = new WsClients({ certificate, openMs: 10_000 });
        const socket = clients.open(
          { url: under.engine.broker, headers, subprotocols: [] },
          {
            onOpen: (address) => {
              resolve(address);
              socket.destroy();
            },
            onText: () => undefined,
            onClosing: () => undefined,
            onGone: (code, reason) => resolve(`${code} ${reason}`),
          },
        );
      });
    expect(await knock(cert)).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(await knock(undefined)).toMatch(/^1006 .*certificate/);
  });

  it("B6 B8 publish with their token's rights, and the judgement says who would hear it", async () => {
    await start();
    const writer = await under.token({ "a/#": "readwrite" });
    const reader = await under.token({ "a/#": "read" });
    const [one, other] = [await add(writer.id, ["a/x"]), await add(reader.id, ["a/+"])];
    await Promise.all([connect(one), connect(other)]);
    await Promise.all([clientWhere(one, isOnline), clientWhere(other, isOnline)]);
    const draft = { clientId: one, topic: "a/b", template: '{"big":12345678901234567890,"n":{{seq}}}', format: "json" };
    expect((await under.api("POST", "/sandbox/judge", draft)).body).toMatchObject({
      payload: '{"big":12345678901234567890,"n":1}',
      explanation: { allowed: true },
      receivers: 1,
      receivingClients: [other],
    });
    expect((await under.api("POST", "/sandbox/publish", draft)).status).toBe(200);
    await clientWhere(other, ({ received }) => received === 1);
    const { body } = await under.api("GET", `/sandbox/clients/${other}/messages`);
    expect(body.items).toMatchObject([{ topic: "a/b", text: '{"big":12345678901234567890,"n":1}' }]);
    const denied = { ...draft, clientId: other };
    expect((await under.api("POST", "/sandbox/judge", denied)).body).toMatchObject({
      explanation: { allowed: false, step: "needs-readwrite" },
    });
    await under.api("POST", "/sandbox/publish", denied);
    const refused = await clientWhere(other, ({ refusal }) => refusal !== null);
    expect(refused).toMatchObject({ refused: 1, refusal: { code: "publish-needs-readwrite" } });
    expect((await under.api("POST", "/sandbox/publish", { ...draft, template: "{{x}}" })).body).toMatchObject({
      code: "BAD_REQUEST",
      field: "template",
    });
    const operator = { ...draft, clientId: null, topic: "a/op" };
    expect((await under.api("POST", "/sandbox/publish", operator)).status).toBe(200);
    await clientWhere(other, ({ received }) => received === 2);
  });

  it("B3 clients of a broker that was stopped try again, and count anew once they stood", async () => {
    await start();
    const { id: tokenId } = await under.token({ "a/#": "read" });
    const id = await add(tokenId, ["a/b"]);
    await connect(id);
    await clientWhere(id, isOnline);
    await under.api("POST", "/server/stop");
    const waits = (least: number) => (client: SandboxClient) =>
      client.state.kind === "waiting" && client.state.attempt >= least;
    await clientWhere(id, waits(1));
    expect((await clientWhere(id, waits(2))).state).toMatchObject({ close: { code: 1001, by: "broker" } });
    await under.api("POST", "/server/start");
    await clientWhere(id, isOnline);
    await under.api("POST", "/server/stop");
    expect((await clientWhere(id, waits(1))).state).toMatchObject({ attempt: 1 });
  });

  it("B7 repeats are sent by this process until they are stopped", async () => {
    await start();
    const { id: tokenId } = await under.token({ "a/#": "readwrite" });
    const [from, to] = [await add(tokenId, ["a/x"]), await add(tokenId, ["a/b"])];
    await Promise.all([connect(from), connect(to)]);
    await Promise.all([clientWhere(from, isOnline), clientWhere(to, isOnline)]);
    const draft = { clientId: from, topic: "a/b", template: "{{seq}}", format: "json", everyMs: 1, count: 200 };
    expect((await under.api("POST", "/sandbox/repeat", draft)).body).toMatchObject({ repeats: [{ isRunning: true }] });
    await clientWhere(to, ({ received }) => received === 200);
    await under.api("POST", "/sandbox/repeat", { ...draft, everyMs: 5, count: null });
    const { body } = await under.api("POST", "/sandbox/stop-repeat", { clientId: from });
    expect(body.repeats).toEqual([]);
  });

  it("B11 the sample's clients are those by which a console knows the house", async () => {
    await start();
    const clients = (sampleWorkspace().library ?? []).filter(({ kind }) => kind === "sandboxClient");
    expect(clients.map(({ name }) => name)).toEqual([...SAMPLE_CLIENTS]);
  });

  it("B11 the sample house starts in an empty workspace and again where it is, and not among strangers", async () => {
    await start();
    const { status, body } = await under.api("POST", "/sandbox/sample-house");
    expect([status, body.items.length]).toEqual([200, 5]);
    await Promise.all(body.items.map(({ id }: { id: string }) => clientWhere(id, isOnline)));
    await Promise.all(
      body.items.slice(0, 3).map(({ id }: { id: string }) => clientWhere(id, ({ received }) => received > 0)),
    );
    expect((await under.api("POST", "/sandbox/sample-house")).body.items).toHaveLength(5);
    const { items } = (await under.api("GET", "/tokens")).body;
    for (const { id } of items) await under.api("DELETE", `/tokens/${id}`);
    await under.api("POST", "/tokens", { name: "Stranger" });
    expect((await under.api("POST", "/sandbox/sample-house")).status).toBe(409);
  });
});
