import { afterEach, describe, expect, it } from "vitest";
import type { RealtimeClient as HookClient, Hooks } from "../../../ports/hooks.ts";
import { type EngineUnderTest, startEngine } from "../../../testing/engine-harness.ts";
import { authenticated } from "../../../testing/realtime-client.ts";

let stand: EngineUnderTest;
afterEach(() => stand.stop());

async function connected(hooks: Hooks, rights: Parameters<EngineUnderTest["token"]>[0] = { "#": "readwrite" }) {
  stand = await startEngine({ hooks });
  const token = await stand.token(rights, { subject: { userType: "user", userId: "1" } });
  return { token, ...(await authenticated(stand, token.secret)) };
}

/** A promise that the test keeps in its hand. */
function held<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe("hooks of a program around the engine", () => {
  it("Q13 connected and disconnected name the client and how it ended", async () => {
    const seen: unknown[] = [];
    const gone = held<void>();
    const { client, welcome, token } = await connected({
      connected: (who) => void seen.push(["connected", who]),
      disconnected: (who, end) => {
        seen.push(["disconnected", who, end]);
        gone.resolve();
      },
    });
    client.socket.close(4321, "done");
    await gone.promise;
    const who: HookClient = {
      connectionId: welcome.connection_id,
      tokenId: token.id,
      userType: "user",
      userId: "1",
      address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    };
    expect(seen).toEqual([
      ["connected", who],
      ["disconnected", who, { code: 4321, reason: "done" }],
    ]);
  });

  it("X6 Q13 a hook is given the frame as the client wrote it, and may answer with all digits", async () => {
    const { client } = await connected({
      message: (_client, { n }, json) => ({ n: Number(n), exact: JSON.rawJSON(/"n":([^}]+)/.exec(json)?.[1] ?? "0") }),
    });
    client.send('{"type":"what","n":1724442618569203714}');
    expect(await client.nextText()).toBe('{"n":1724442618569203700,"exact":1724442618569203714}');
  });

  it("Q13 message answers with an object, with nothing, or not at all", async () => {
    const { client } = await connected({
      message: (_client, { message_type: kind }) => (kind === "sum" ? { sum: 3 } : kind === "quiet" ? null : undefined),
    });
    expect(await client.ask({ type: "custom", message_type: "sum" })).toEqual({ sum: 3 });
    client.send({ message_type: "quiet" });
    expect(await client.ask({ message_type: "other" })).toMatchObject({ message: "Unsupported message type" });
  });

  it("Q13 a hook that throws, rejects, or answers what is no JSON is logged and ends no connection", async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const fail = () => {
      throw new Error("a mistake in the program");
    };
    const { client } = await connected({
      connected: async () => fail(),
      disconnected: fail,
      message: (_client, { message_type: kind }) =>
        kind === "throws" ? fail() : kind === "circular" ? circular : Promise.reject(new Error("a mistake, later")),
      canSubscribe: async () => fail(),
    });
    for (const kind of ["throws", "circular", "rejects"]) {
      expect(await client.ask({ message_type: kind })).toMatchObject({ message: "Unsupported message type" });
    }
    expect(await client.ask({ type: "subscribe", topic: "a" })).toMatchObject({ message: "Access denied to topic: a" });
    expect(await client.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    const hooks = stand.log.lines.filter(({ fields }) => fields.place === "hook").map(({ fields }) => fields.hook);
    expect(hooks).toEqual(["connected", "message", "message", "message", "canSubscribe"]);
  });

  it("Q13 canSubscribe refuses besides the permissions, grants nothing, and is not asked about the client's own topic", async () => {
    const asked: string[] = [];
    const { client } = await connected(
      {
        canSubscribe: (_client, topic) => {
          asked.push(topic);
          return topic !== "b";
        },
      },
      { a: "read", b: "read" },
    );
    expect(await client.ask({ type: "subscribe", topic: "a" })).toMatchObject({ type: "subscribed" });
    expect(await client.ask({ type: "subscribe", topic: "b" })).toMatchObject({ code: "hook-refused" });
    expect(await client.ask({ type: "subscribe", topic: "c" })).toMatchObject({ code: "filter-not-covered" });
    expect(await client.ask({ type: "subscribe", topic: "user:1" })).toMatchObject({ type: "subscribed" });
    expect(asked).toEqual(["a", "b", "c"]);
  });

  it("Q13 while an answer is awaited later frames of that client keep their order, and nobody else waits", async () => {
    const answer = held<boolean>();
    const { client, token } = await connected({ canSubscribe: () => answer.promise });
    client.send({ type: "subscribe", topic: "a" });
    client.send({ type: "unsubscribe", topic: "a" });
    client.send({ type: "ping" });
    const other = await authenticated(stand, token.secret);
    expect(await other.client.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    answer.resolve(true);
    const types = [await client.next(), await client.next(), await client.next()].map(({ type }) => type);
    expect(types).toEqual(["subscribed", "unsubscribed", "pong"]);
  });

  it("Q13 R5 a permission that goes while the hook thinks is judged as it is then", async () => {
    const answer = held<boolean>();
    const { client, token } = await connected({ canSubscribe: () => answer.promise }, { a: "read" });
    client.send({ type: "subscribe", topic: "a" });
    await stand.api("DELETE", `/permissions/${await stand.permissionId(token.id, "a")}`);
    answer.resolve(true);
    expect(await client.next()).toMatchObject({ code: "filter-not-covered" });
  });

  it("Q13 a client that floods while its answer is awaited is closed with 4008", async () => {
    const { client } = await connected({ message: () => new Promise(() => undefined) });
    for (let i = 0; i < 100; i++) client.send({ message_type: "slow" });
    expect(await client.closed).toMatchObject({ code: 4008 });
  });
});
