/** Tests chat with a client that nobody here wrote, against a real server that is killed and started again. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { BrokerClient } from "../broker-client.ts";
import { ChatClient } from "../chat-harness.ts";
import { PythonClient } from "../python-client.ts";
import { SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

let folder: TemporaryFolder;
let server: SignalboxProcess;
const clients: PythonClient[] = [];
const TALKERS = 4;
const EACH = 300;
const start = () => SignalboxProcess.start(["--port", "0", "--data", folder.path]);

beforeEach(async () => {
  folder = new TemporaryFolder();
  server = await start();
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
  await server.stop();
  folder.remove();
});

async function secretOf(userId: string): Promise<string> {
  const { body } = await server.call("POST", "/tokens", { subject: { userType: "user", userId } });
  return (body as { secret: string }).secret;
}

function connect(secret: string, room: string): PythonClient {
  const client = new PythonClient(
    "python_client.py",
    new URL(`/ws/chatroom/${room}`, server.ready.broker).href,
    secret,
    "",
  );
  clients.push(client);
  return client;
}

async function frame(client: PythonClient): Promise<unknown> {
  const event = await client.next();
  if (event.event !== "message") throw new Error(`a message was expected, not ${JSON.stringify(event)}`);
  return JSON.parse(event.text);
}

it("H3 H4 H5 Python's websockets talk in a room, and are closed with 4404 when it goes", async () => {
  await server.call("POST", "/rooms", { name: "lobby" });
  const alice = connect(await secretOf("alice"), "lobby");
  expect(await alice.next()).toEqual({ event: "open" });
  expect(await frame(alice)).toEqual({ ok: true, event: "online_count", online_count: 1 });
  const bob = connect(await secretOf("bob"), "lobby");
  expect(await bob.next()).toEqual({ event: "open" });
  expect(await frame(bob)).toMatchObject({ online_count: 2 });
  expect(await frame(alice)).toMatchObject({ online_count: 2 });
  bob.send('{"body": "grüß dich \\ud83d\\ude42"}');
  const heard = await frame(alice);
  expect(heard).toMatchObject({
    ok: true,
    event: "message",
    message: { body: "grüß dich 🙂", author: { username: "bob" } },
  });
  expect(await frame(bob)).toEqual(heard);
  await server.call("DELETE", "/rooms/lobby");
  for (const client of [alice, bob]) {
    expect(await client.next()).toEqual({ event: "close", code: 4404, reason: "room deleted" });
  }
});

it("H3 H8 whatever was heard is there after the server was killed", async () => {
  await server.call("POST", "/rooms", {
    name: "attic",
    kind: "private",
    members: [{ userType: "user", userId: "alice" }],
  });
  const alice = connect(await secretOf("alice"), "attic");
  await alice.next();
  await frame(alice);
  const heard: unknown[] = [];
  for (let count = 0; count < 20; count++) alice.send(JSON.stringify({ body: `m${count}` }));
  for (let count = 0; count < 20; count++) heard.push(((await frame(alice)) as { message: unknown }).message);
  await server.stop("SIGKILL");
  server = await start();
  const { body } = await server.call("GET", "/rooms/attic/messages");
  expect((body as { items: unknown[] }).items.reverse()).toEqual(heard);
  expect((await server.call("GET", "/rooms/attic")).body).toMatchObject({ kind: "private", members: 1, online: 0 });
});

it("H3 H8 many who talk at once are heard in one order by all, and what was heard when the server is killed amid that is there", async () => {
  await server.call("POST", "/rooms", { name: "market" });
  const origin = new URL(server.ready.broker).origin;
  const talkers: ChatClient[] = [];
  for (let index = 0; index < TALKERS; index++) {
    const secret = await secretOf(`talker-${index}`);
    const client = new BrokerClient(origin, { secret, path: "/ws/chatroom/market" });
    await client.opened;
    talkers.push(new ChatClient(client));
  }
  for (let count = 0; count < EACH; count++) {
    for (const [index, talker] of talkers.entries()) talker.say(`${index} ${count}`);
  }
  const [first] = talkers;
  if (first === undefined) throw new Error("nobody talks");
  await first.client.received((TALKERS * EACH) / 3);
  await server.stop("SIGKILL");
  await Promise.all(talkers.map(({ client }) => client.closed));

  const heard = talkers.map(({ frames }) => frames.flatMap(({ message }) => message ?? []));
  const longest = heard.reduce((one, other) => (one.length > other.length ? one : other));
  expect(longest.length).toBeGreaterThan(TALKERS * EACH * 0.3);
  for (const each of heard) expect(each).toEqual(longest.slice(0, each.length));
  const ids = longest.map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  for (const index of talkers.keys()) {
    const own = longest.map(({ body }) => body.split(" ").map(Number)).filter(([from]) => from === index);
    expect(own.map(([, count]) => count)).toEqual(own.map((_, count) => count));
  }

  server = await start();
  const kept: unknown[] = [];
  for (let cursor = ""; ; ) {
    const { body } = await server.call("GET", `/rooms/market/messages?limit=1000${cursor}`);
    const page = body as { items: unknown[]; nextCursor?: string };
    kept.unshift(...page.items.toReversed());
    if (page.nextCursor === undefined) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(kept.slice(0, longest.length)).toEqual(longest);
});
