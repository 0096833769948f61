/** Checks the two doors beside HTTP: a window's socket and a host's port speak the same contract with the same refusals. */
import { MessageChannel } from "node:worker_threads";
import { createORPCClient, ORPCError } from "@orpc/client";
import { RPCLink as PortLink } from "@orpc/client/message-port";
import { RPCLink as SocketLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contract } from "../../contract/console.ts";
import { type LiveState, reduceLive } from "../../contract/live-reduce.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";

type Client = ContractRouterClient<Contract>;

let under: EngineUnderTest;
let closers: (() => void)[] = [];
beforeEach(async () => {
  under = await startEngine();
  closers = [];
});
afterEach(async () => {
  for (const close of closers) close();
  await under.stop();
});

async function overSocket(): Promise<Client> {
  const login = await fetch(under.engine.loginLink(), { redirect: "manual" });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const origin = under.engine.url;
  const socket = new WebSocket(`${origin.replace("http", "ws")}/console`, { headers: { cookie, origin } });
  closers.push(() => socket.close());
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  return createORPCClient(new SocketLink({ websocket: socket }));
}

async function overPort(): Promise<Client> {
  const { port1, port2 } = new MessageChannel();
  closers.push(() => port2.close());
  under.engine.openPort(port1);
  port1.start();
  port2.start();
  return createORPCClient(new PortLink({ port: port2 }));
}

describe.each([
  ["a socket", overSocket],
  ["a port", overPort],
])("the contract over %s", (_name, open) => {
  it("A16 answers calls, and signs edits as the console's", async () => {
    const client = await open();
    const token = await client.tokens.create({ name: "Window" });
    expect(token).toMatchObject({ name: "Window", revision: 1, secret: expect.any(String) });
    expect((await client.tokens.list({})).items).toHaveLength(1);
    expect((await client.audit.list({})).items).toMatchObject([{ actor: "console" }]);
  });

  it("A16 refuses with the same code, field and conflict as data", async () => {
    const client = await open();
    const { id } = await client.tags.create({ pattern: "a/#" });
    const overlap = await client.tags.create({ pattern: "a/b" }).catch((error: unknown) => error);
    expect(overlap).toBeInstanceOf(ORPCError);
    expect(overlap).toMatchObject({ code: "CONFLICT", status: 409, defined: true, data: { conflict: { tagId: id } } });
    const wrong = await client.tokens.create({ maxConnections: -1 }).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: "BAD_REQUEST", data: { field: "maxConnections" } });
    const missing = await client.tokens.get({ id: "tok_none" }).catch((error: unknown) => error);
    expect(missing).toMatchObject({ code: "NOT_FOUND", status: 404 });
  });

  it("A16 streams the live view, which follows an edit, and ends when it is no longer read", async () => {
    const client = await open();
    const stop = new AbortController();
    const events = await client.live(undefined, { signal: stop.signal });
    let state: LiveState | undefined;
    await under.token({ "a/#": "read" }, { name: "New" });
    for await (const event of events) {
      const reduced = reduceLive(state, event);
      if (reduced.kind === "gap") throw new Error("a gap");
      state = reduced.state;
      if (state.permissions.size === 1) break;
    }
    expect([...(state?.tokens.values() ?? [])]).toMatchObject([{ name: "New" }]);
    stop.abort();
  });
});

describe("secrets", () => {
  it("A17 appear in no answer but those of create, rotate, secret and the export that asks for them", async () => {
    const given = "GivenSecret-0123456789-0123456789";
    const { id, secret } = await under.token({ "a/#": "readwrite" }, { name: "Given", secret: given });
    const made = (await under.api("POST", "/tokens", { name: "Made" })).body;
    const rotated = (await under.api("POST", `/tokens/${made.id}/rotate`)).body;
    const secrets = [given, secret, made.secret, rotated.secret, under.engine.adminKey];
    await under.connect({ secret, filters: ["a/b"] });
    await under.knock({ secret: `${given}x`, filters: ["a/b"] }).closed;
    await under.knock({ path: `/ws/brocker/?token=${given}&tags=nothing` }).closed;
    const calls: [string, string, unknown?][] = [
      ["GET", "/tokens"],
      ["GET", `/tokens/${id}`],
      ["GET", "/tags"],
      ["GET", "/permissions"],
      ["GET", "/connections"],
      ["GET", "/doorlog"],
      ["GET", "/refusals"],
      ["GET", "/settings"],
      ["GET", "/workspace"],
      ["GET", "/server"],
      ["GET", "/stats"],
      ["GET", "/openapi.json"],
      ["POST", "/access/explain", { tokenId: id, action: "publish", topic: "x" }],
      ["POST", "/access/preview", { edit: { kind: "token.update", id, patch: { secret: "AnotherSecret-999" } } }],
      ["POST", "/tokens", { secret: given }],
      ["POST", "/tokens", { secret: `${given} ` }],
      ["POST", "/edits", { edits: [{ kind: "token.create", token: { secret: given } }] }],
      ["PATCH", `/tokens/${id}`, { secret: "AnotherSecret-999" }],
      ["GET", "/revocations"],
      ["GET", "/audit"],
      ["GET", "/messages"],
      ["DELETE", `/tokens/${id}`],
      ["GET", "/audit"],
    ];
    secrets.push("AnotherSecret-999");
    const client = await overPort();
    const live = await client.live();
    const texts = [JSON.stringify((await live.next()).value)];
    await live.return?.(undefined);
    for (const [method, path, body] of calls) {
      const answer = await under.api(method, path, body);
      texts.push(`${method} ${path} ${JSON.stringify(answer.body)}`);
    }
    for (const text of [...texts, under.log.text()]) {
      for (const each of secrets) expect(text.includes(each), text.slice(0, 200)).toBe(false);
    }
  });
});
