/** Owns the proof that each program and file of the documents does, as it is written, what its page says. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { LineClient } from "../line-client.ts";
import { runSignalbox, SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";
import { documentBlocks, runProgram } from "./document-programs.ts";

const BLOCKS = documentBlocks();
/** Characters that a header, a query and base64url each write in another way. */
const SECRET = "a+secret/that?no&encoding=leaves%20alone";
const Made = z.object({ id: z.string() });
const Connections = z.object({ items: z.array(z.object({ id: z.string() })) });
const Messages = z.object({ items: z.array(z.object({ topic: z.string(), json: z.string() })) });

let folder: TemporaryFolder;
let server: SignalboxProcess;
const clients: LineClient[] = [];
const start = (...options: string[]) =>
  SignalboxProcess.start(["--port", "0", "--data", folder.path, "--log-level", "warn", ...options]);
beforeEach(async () => {
  folder = new TemporaryFolder();
  server = await start();
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
  await server.stop();
  folder.remove();
});

function block(name: string) {
  const found = BLOCKS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the documents hold no ${name}`);
  return found;
}

function run(name: string, secret = SECRET): LineClient {
  const client = runProgram(block(name), { host: new URL(server.ready.url).host, secret, home: folder.path });
  clients.push(client);
  return client;
}

async function token(fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return Made.parse((await server.call("POST", "/tokens", { ...fields, secret: SECRET })).body).id;
}

async function allow(tokenId: string, pattern: string, access: "read" | "readwrite"): Promise<void> {
  const { id: tagId } = Made.parse((await server.call("POST", "/tags", { pattern })).body);
  expect((await server.call("PUT", "/permissions", { tokenId, tagId, access })).status).toBe(200);
}

const publish = (topic: string, message: unknown) => server.call("POST", "/messages", { topic, message });
const connected = (count: number) =>
  vi.waitFor(async () => {
    expect(Connections.parse((await server.call("GET", "/connections")).body).items).toHaveLength(count);
  }, 10_000);
const said = (topic: string) =>
  vi.waitFor(async () => {
    const { body } = await server.call("GET", `/messages?topic=${encodeURIComponent(topic)}`);
    const [message] = Messages.parse(body).items;
    expect(message).toBeDefined();
    return JSON.parse(message?.json ?? "");
  }, 10_000);

it("every program and file of the documents is tried here", () => {
  expect(BLOCKS.map(({ name }) => name)).toEqual([
    "README.md python",
    "docs/migrating.md python",
    "docs/migrating.md json",
    "docs/migrating.md sh",
    "docs/migrating.md sh 2",
    "docs/migrating.md sh 3",
    "docs/migrating.md sh 4",
    "docs/migrating.md python 2",
    "docs/migrating.md js",
    "docs/protocols/broker.md js",
    "docs/protocols/broker.md python",
    "docs/protocols/chat.md python",
    "docs/protocols/chat.md js",
    "docs/protocols/pubsub.md python",
    "docs/protocols/realtime.md python",
  ]);
});

describe("the broker protocol", () => {
  it("C2 M1 M3 the README's Python publishes the kitchen's temperature and prints the frames it hears", async () => {
    await allow(await token(), "home/+/temp", "readwrite");
    const client = run("README.md python");
    expect(await said("home/kitchen/temp")).toEqual({ celsius: 20.5 });
    await publish("home/cellar/temp", { celsius: 9 });
    expect(JSON.parse(await client.next())).toEqual({ tag: "home/cellar/temp", message: { celsius: 9 } });
  });

  it("C2 M1 M4 Python publishes with a header's token, and prints topic and message of both filters", async () => {
    const id = await token();
    await allow(id, "sensors/#", "readwrite");
    await allow(id, "alerts/#", "read");
    const client = run("docs/protocols/broker.md python");
    expect(await said("sensors/room1/temp")).toEqual({ celsius: 21.5 });
    await publish("sensors/room2/temp", { celsius: 19 });
    expect(await client.next()).toBe("sensors/room2/temp {'celsius': 19}");
    await publish("alerts/fire", "out");
    expect(await client.next()).toBe("alerts/fire out");
  });

  it("C3 R1 JavaScript comes in by subprotocol and by query, hears twice, and prints why it was closed", async () => {
    const id = await token();
    await allow(id, "sensors/#", "read");
    const client = run("docs/protocols/broker.md js");
    await connected(2);
    await publish("sensors/room1/temp", { celsius: 21.5 });
    for (const _ of [1, 2]) {
      expect(JSON.parse(await client.next())).toEqual({ tag: "sensors/room1/temp", message: { celsius: 21.5 } });
    }
    await server.call("DELETE", `/tokens/${id}`);
    for (const _ of [1, 2]) expect(await client.next()).toBe("4002 token deleted");
  });
});

describe("the pub/sub protocol", () => {
  it("P2 P7 Python prints what was said before it came, and what is said then", async () => {
    await allow(await token(), "orders", "read");
    await publish("orders", { n: 1 });
    const client = run("docs/protocols/pubsub.md python");
    expect(await client.next()).toBe("orders {'n': 1}");
    await publish("orders", { n: 2 });
    expect(await client.next()).toBe("orders {'n': 2}");
  });

  it("P3 Python prints the error, and the reason that the console shows", async () => {
    const id = await token();
    await allow(id, "invoices", "read");
    const client = run("docs/protocols/pubsub.md python");
    expect(await client.next()).toMatch(/^refused: Access denied to topic: orders \S/);
    await server.call("DELETE", `/tokens/${id}`);
    expect(await client.next()).toMatch(/^closed: .*4002/);
  });

  it("X3 Python prints why it is not let in", async () => {
    expect(await run("docs/protocols/pubsub.md python").next()).toMatch(/^closed: .*4003/);
  });
});

describe("the realtime protocol", () => {
  it("Q1 Q3 Q9 Python authenticates, subscribes, and prints what comes on a topic and what is sent to its user", async () => {
    await allow(await token({ subject: { userType: "user", userId: "123" } }), "chat:room1", "read");
    const client = run("docs/protocols/realtime.md python");
    await vi.waitFor(async () => {
      const { body } = await server.call("GET", "/realtime/subscribers?topic=chat%3Aroom1");
      expect(Connections.parse(body).items).toHaveLength(1);
    }, 10_000);
    await publish("chat:room1", { text: "hello" });
    expect(await client.next()).toBe("chat:room1 {'text': 'hello'}");
    await server.call("POST", "/realtime/users/user/123/send", { data: { title: "for you" } });
    expect(await client.next()).toBe("None {'title': 'for you'}");
  });
});

describe("the chat protocol", () => {
  it.each(["python", "js"])(
    "H1 H3 H4 %s enters a room, prints who is there, says hello and hears it",
    async (language) => {
      await token({ subject: { userType: "user", userId: "alice" } });
      await server.call("POST", "/rooms", { name: "lobby" });
      const client = run(`docs/protocols/chat.md ${language}`);
      expect([await client.next(), await client.next()]).toEqual(["1 online", "alice hello"]);
      await server.call("POST", "/rooms/lobby/messages", { body: "good evening" });
      expect(await client.next()).toBe("system good evening");
    },
  );

  it("H5 JavaScript prints why it was closed", async () => {
    await token({ subject: { userType: "user", userId: "alice" } });
    await server.call("POST", "/rooms", { name: "lobby" });
    const client = run("docs/protocols/chat.md js");
    await client.next();
    await client.next();
    await server.call("DELETE", "/rooms/lobby");
    expect(await client.next()).toBe("4404 room deleted");
  });
});

describe("moving from another server", () => {
  /** The old server's file, in the folder in which its program is run. */
  function oldDatabase(sql: string): void {
    const database = new Database(folder.file("db.sqlite3"));
    database.exec(sql);
    database.close();
  }

  /** At home lies a `.curlrc`, so that curl looks for no other. */
  function shell(name: string): LineClient {
    writeFileSync(folder.file(".curlrc"), "silent\n");
    return run(name, server.ready.adminKey);
  }

  it("A9 the workspace file from the old tables lets the device in with the secret that it has", async () => {
    const { text } = block("docs/migrating.md json");
    expect((await server.call("PUT", "/workspace", JSON.parse(text))).status).toBe(200);
    const { items } = z.object({ items: z.array(z.unknown()) }).parse((await server.call("GET", "/tokens")).body);
    expect(items).toMatchObject([{ name: "Dashboard", maxConnections: 5 }]);
    const device = new LineClient(
      process.execPath,
      "--input-type=module",
      "-e",
      `const socket = new WebSocket("${server.ready.broker}?token=the-secret-it-has&tags=sensors/+/temp");
      socket.onmessage = ({ data }) => console.log(data);`,
    );
    clients.push(device);
    await connected(1);
    await publish("sensors/room1/temp", 21.5);
    expect(await device.next()).toBe('{"tag":"sensors/room1/temp","message":21.5}');
  });

  it("A9 J6 Python makes the workspace file of a database of that server, and the devices come in with what they hold", async () => {
    oldDatabase(`
      CREATE TABLE brocker_brokertags (id integer PRIMARY KEY AUTOINCREMENT, prefix text NOT NULL UNIQUE);
      CREATE TABLE brocker_brokertokens (id integer PRIMARY KEY AUTOINCREMENT, max_connections integer NOT NULL, token text NOT NULL UNIQUE, name varchar(255) NULL);
      CREATE TABLE brocker_brokerpermission (id integer PRIMARY KEY AUTOINCREMENT, permission varchar(11) NOT NULL, broker_id bigint NOT NULL, tag_id bigint NOT NULL);
      INSERT INTO brocker_brokertags VALUES (1, 'home/+/light'), (2, 'garden/#');
      INSERT INTO brocker_brokertokens VALUES (3, 0, 'asd', 'just'), (4, 2, 'ключ-от-сада', NULL);
      INSERT INTO brocker_brokerpermission VALUES (1, 'readwrite', 3, 1), (2, 'read', 4, 1), (3, 'readwrite', 4, 2);`);
    await expect(run("docs/migrating.md python").next()).rejects.toThrow("the client ended");
    const imported = await runSignalbox(["import", folder.file("old.json")], {
      SIGNALBOX_URL: server.ready.url,
      SIGNALBOX_ADMIN_KEY: server.ready.adminKey,
    });
    expect(imported).toMatchObject({ code: 0, stderr: expect.stringContaining("fewer than 8 characters") });
    const device = new LineClient(
      process.execPath,
      "--input-type=module",
      "-e",
      `const socket = new WebSocket("${server.ready.broker}?token=" + encodeURIComponent("ключ-от-сада") + "&tags=home/+/light");
      socket.onmessage = ({ data }) => console.log(data);`,
    );
    clients.push(device);
    await connected(1);
    await publish("home/hall/light", "on");
    expect(await device.next()).toBe('{"tag":"home/hall/light","message":"on"}');
    expect((await server.call("GET", "/permissions")).body).toMatchObject({ items: { length: 3 } });
  });

  it("H3 H6 H10 Python brings users, rooms and messages of a database of the chat platform, and says what is refused", async () => {
    oldDatabase(`
      CREATE TABLE auth_user (id integer PRIMARY KEY, username varchar(150) NOT NULL UNIQUE);
      CREATE TABLE a_rtchat_chatgroup (id integer PRIMARY KEY, group_name varchar(128) NOT NULL UNIQUE, is_private bool NOT NULL);
      CREATE TABLE a_rtchat_chatgroup_members (id integer PRIMARY KEY, chatgroup_id bigint NOT NULL, user_id integer NOT NULL);
      CREATE TABLE a_rtchat_groupmessage (id integer PRIMARY KEY, body text NOT NULL, created_at datetime NOT NULL, author_id integer NOT NULL, group_id bigint NOT NULL);
      INSERT INTO auth_user VALUES (1, 'alice'), (2, 'bob@example.org');
      INSERT INTO a_rtchat_chatgroup VALUES (1, 'public-chat', 0), (2, 'MyNwHBgbSYnZ5qPdZBGwe4', 1);
      INSERT INTO a_rtchat_chatgroup_members VALUES (1, 2, 1), (2, 2, 2);
      INSERT INTO a_rtchat_groupmessage VALUES
        (1, 'hello', '2025-03-14 14:02:09.311000', 1, 1), (2, 'психи', '2025-03-14 14:02:10', 2, 1),
        (3, '${"x".repeat(4001)}', '2025-03-14 14:02:11', 2, 1), (4, 'just us', '2025-03-15 08:00:00', 2, 2);`);
    const program = run("docs/migrating.md python 2", server.ready.adminKey);
    expect(await program.next()).toMatch(/^alice\t\S{20,}$/);
    const [, secret = ""] = (await program.next()).split("\t");
    expect(await program.next()).toMatch(/^refused\t.*public-chat.*4000/);
    await expect(program.next()).rejects.toThrow("the client ended");

    const asBob = async (path: string, method = "GET") => {
      const answer = await fetch(`${server.ready.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${secret}` },
      });
      return answer.json();
    };
    expect(await asBob("/api/rooms/public-chat/messages/")).toMatchObject({
      messages: [
        { body: "психи", author: { id: 2, username: "bob@example.org" }, created_at: "2025-03-14T14:02:10.000Z" },
        { body: "hello", author: { id: 1, username: "alice" }, created_at: "2025-03-14T14:02:09.311Z" },
      ],
    });
    // The two find their old room, and what they said there.
    expect(await asBob("/api/rooms/direct/alice/", "POST")).toMatchObject({
      name: "MyNwHBgbSYnZ5qPdZBGwe4",
      created: false,
    });
    expect(await asBob("/api/rooms/MyNwHBgbSYnZ5qPdZBGwe4/messages/")).toMatchObject({
      messages: [{ body: "just us" }],
    });
  });

  it("P12 the shell line puts the admin key where curl finds it by itself, and curl lines work as they stand", async () => {
    const line = shell("docs/migrating.md sh");
    await expect(line.next()).rejects.toThrow("the client ended");
    const curl = (path: string, body: string) =>
      promisify(execFile)("curl", ["-d", body, `${server.ready.url}${path}`], {
        env: { PATH: process.env.PATH, HOME: folder.path },
      });
    const { stdout } = await curl("/api/topics/create/", '{"name":"orders"}');
    expect(JSON.parse(stdout)).toEqual({ status: "created", topic: "orders" });
  });

  it("H3 H6 H10 the shell lines make a user, a private room of the old table's members, and an old message", async () => {
    const alice = { userType: "user", userId: "7", username: "alice" };
    const made = JSON.parse(await shell("docs/migrating.md sh 2").next());
    expect(made).toMatchObject({ subject: alice, secret: expect.any(String) });
    const room = JSON.parse(await shell("docs/migrating.md sh 3").next());
    expect(room).toMatchObject({ name: "team", kind: "private", members: 2 });
    expect(room.people).toMatchObject([{ subject: alice }, { subject: { userType: "user", userId: "bob" } }]);
    const message = JSON.parse(await shell("docs/migrating.md sh 4").next());
    expect(message).toMatchObject({
      author: { id: 7, username: "alice" },
      body: "hello",
      created_at: "2025-03-14T14:02:09.311Z",
    });
  });

  it("C3 H4 the page's line enters the room with the token in its address", async () => {
    await token({ subject: { userType: "user", userId: "7", username: "alice" } });
    await server.call("POST", "/rooms", {
      name: "team",
      kind: "private",
      members: [{ userType: "user", userId: "7" }],
    });
    expect(JSON.parse(await run("docs/migrating.md js").next())).toMatchObject({
      event: "online_count",
      online_count: 1,
    });
  });
});
