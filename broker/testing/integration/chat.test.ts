/** Tests chat with a client that nobody here wrote, against a real server that is killed and started again. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { PythonClient } from "../python-client.ts";
import { SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

let folder: TemporaryFolder;
let server: SignalboxProcess;
const clients: PythonClient[] = [];
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
