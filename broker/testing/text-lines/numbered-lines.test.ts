/** Readers that are no plain sessions, end to end: messages by a call of their own, clients that are away, shared groups over two protocols, another node. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Core } from "../../dialects/protocol.ts";
import type { Matched } from "../../routing/subscription.ts";
import type { Dialect } from "../../sessions/dialect.ts";
import type { NodeReader } from "../../sessions/reader.ts";
import type { Message } from "../../topics/message.ts";
import { type EngineUnderTest, startEngine } from "../engine-harness.ts";
import { FrameReader } from "../frame-reader.ts";
import { openNumberedLines } from "./numbered-lines.ts";
import { openTextLines } from "./text-lines.ts";

let stand: EngineUnderTest;
let core: Core;
let dialect: Dialect;
const ports = { numbered: 0, lines: 0 };
beforeEach(async () => {
  stand = await startEngine({
    protocols: [
      (given) => {
        core = given;
        const opened = openNumberedLines(given, (at) => {
          ports.numbered = at;
        });
        dialect = opened.dialect;
        return opened;
      },
      (given) =>
        openTextLines(given, (at) => {
          ports.lines = at;
        }),
    ],
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await stand.stop();
});

/** A client of lines, as nothing but a socket. */
class Lines {
  readonly heard: string[] = [];
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  constructor(port: number) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("error", () => undefined);
    this.closed = once(this.socket, "close");
    let rest = "";
    this.socket.on("data", (data) => {
      const lines = (rest + data).split("\n");
      rest = lines.pop() ?? "";
      this.heard.push(...lines);
    });
    stand.cleanUp(() => this.socket.destroy());
  }
  say(...lines: string[]): void {
    for (const line of lines) this.socket.write(`${line}\n`);
  }
  hears(line: string): Promise<void> {
    return vi.waitFor(() => expect(this.heard).toContain(line));
  }
  get messages(): string[] {
    return this.heard.filter((line) => line.startsWith("MSG "));
  }
}

/** A client of numbered lines whose subscriptions stand, each `<filter> <options>`. */
async function client(secret: string, clientId: string, ...subscriptions: string[]): Promise<Lines> {
  const lines = new Lines(ports.numbered);
  lines.say(`HELLO ${secret} ${clientId}`, ...subscriptions.map((each) => `SUB ${each}`));
  await vi.waitFor(() => {
    expect(lines.heard.filter((line) => line === "SUBBED")).toHaveLength(subscriptions.length);
    expect(lines.heard[0]).toMatch(/^NEW|^BACK/);
  });
  return lines;
}

/** Its connection ends, and its session stays. */
async function goesAway(lines: Lines, clientId: string): Promise<void> {
  lines.socket.destroy();
  await vi.waitFor(() => expect([...core.registry.away.all()].map((each) => each.clientId)).toContain(clientId));
}

interface Row {
  readonly id: string;
  readonly result: { readonly delivered: number };
}

const operator = (topic: string, message: unknown) => stand.api("POST", "/messages", { topic, message });

it("M20 hears by its options with a number of its own, by the frame for all without, and once however many match", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const one = await client(secret, "one", 'all/+ {"identifier":5}', 'all/# {"identifier":6}', "all/plain/#");
  const json = new FrameReader(await stand.connect({ secret, filters: ["all/#"] }));
  await operator("all/x", 1);
  await operator("all/plain/x", 2);
  await operator("all/y", 3);
  await vi.waitFor(() => expect(one.messages).toHaveLength(3));
  expect(one.messages).toEqual(["MSG 1 5+6 all/x 1", "MSG 2 0+6 all/plain/x 2", "MSG 3 5+6 all/y 3"]);
  expect([await json.next(), await json.next()]).toMatchObject([{ tag: "all/x" }, { tag: "all/plain/x" }]);
});

it("M20 one without options is sent the frame that is made once for all of its dialect", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const plain = [await client(secret, "one", "all/#"), await client(secret, "two", "all/#")];
  const own = await client(secret, "three", 'all/# {"qos":1}');
  await operator("all/x", 1);
  await own.hears("MSG 1 0 all/x 1");
  for (const each of plain) await each.hears("MSG - - all/x 1");
});

it("M21 asked for again a filter has the new options: nothing is lost, nothing comes twice", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const one = await client(secret, "one", 'all/# {"identifier":1}');
  await operator("all/x", 1);
  one.say('SUB all/# {"identifier":2}');
  await vi.waitFor(() => expect(one.heard.filter((line) => line === "SUBBED")).toHaveLength(2));
  await operator("all/x", 2);
  one.say("SUB all/#");
  await vi.waitFor(() => expect(one.heard.filter((line) => line === "SUBBED")).toHaveLength(3));
  await operator("all/x", 3);
  await one.hears("MSG - - all/x 3");
  expect(one.messages).toEqual(["MSG 1 1 all/x 1", "MSG 2 2 all/x 2", "MSG - - all/x 3"]);
  expect((await stand.api("GET", "/stats")).body).toMatchObject({ subscriptions: 1, wildcardSubscriptions: 1 });
});

it("M22 hears what it published itself, unless all subscriptions that match say no", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const one = await client(secret, "one", "all/plain", 'all/local/# {"noLocal":true}', 'all/both {"noLocal":true}');
  one.say('SUB all/both/# {"qos":1}');
  await vi.waitFor(() => expect(one.heard.filter((line) => line === "SUBBED")).toHaveLength(4));
  const other = await client(secret, "other", 'all/# {"qos":1}');
  one.say("PUB all/plain 1", "PUB all/local/x 2", "PUB all/both 3");
  await one.hears("MSG 1 0+0 all/both 3");
  await other.hears("MSG 3 0 all/both 3");
  expect(one.messages).toEqual(["MSG - - all/plain 1", "MSG 1 0+0 all/both 3"]);
  const rows = (await stand.api("GET", "/traffic?filter=dir:in")).body.items as Row[];
  const recipients = async (id: string | undefined) =>
    (await stand.api("GET", `/traffic/${id}`)).body.fanOut.recipients.length;
  expect(rows.map(({ result }) => result.delivered)).toEqual([2, 1, 2]);
  expect(await Promise.all(rows.map(({ id }) => recipients(id)))).toEqual([2, 1, 2]);
});

it("M23 a message goes to one member of a group, of whichever protocol, by turns, and to a lone subscriber as well", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const one = await client(secret, "one", '$share/g/all/# {"qos":1}', 'all/x {"identifier":9}');
  const two = new Lines(ports.lines);
  two.say(`TOKEN ${secret}`);
  await two.hears("OK");
  const session = [...core.registry.all()].find(({ dialect }) => dialect.name === "lines");
  if (session === undefined) throw new Error("no session");
  expect(core.subscriptions.share(session, { group: "g", filter: "all/#" }, 0)).toBe(true);
  for (const n of [1, 2, 3, 4]) await operator("all/x", n);
  await vi.waitFor(() => expect(one.messages.length + two.messages.length).toBe(8));
  expect(one.messages.filter((line) => / 9 /.test(line))).toHaveLength(4);
  expect(one.messages.filter((line) => / 0 /.test(line))).toHaveLength(2);
  expect(two.messages).toHaveLength(2);
  const [row] = (await stand.api("GET", "/traffic")).body.items;
  expect(row.result.delivered).toBe(2);
  const listed = (await stand.connections()).flatMap(({ filters }) => filters);
  expect(listed.filter((filter) => filter === "$share/g/all/#")).toHaveLength(2);
  expect((await stand.api("GET", "/topics/all%2Fx/receivers")).body).toMatchObject({ total: 2 });
  one.say("UNSUB $share/g/all/#");
  await vi.waitFor(async () =>
    expect((await stand.connections()).flatMap(({ filters }) => filters).sort()).toEqual(["$share/g/all/#", "all/x"]),
  );
  await operator("all/y", 5);
  await operator("all/y", 6);
  await two.hears("MSG all/y 6");
  await two.hears("MSG all/y 5");
});

it("M23 who has no room is passed over, one that is away is next, and who may no longer read is a member no more", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const other = await stand.token({ "all/#": "readwrite" });
  const one = await client(secret, "one", '$share/g/all/# {"qos":1}');
  const two = await client(other.secret, "two", '$share/g/all/# {"qos":1}');
  const [busy] = core.registry.ofToken(other.id);
  if (busy === undefined) throw new Error("no session");
  const room = vi.spyOn(busy, "hasRoom", "get").mockReturnValue(false);
  for (const n of [1, 2]) await operator("all/x", n);
  await one.hears("MSG 2 0 all/x 2");
  await goesAway(one, "one");
  await operator("all/x", 3);
  expect([...core.registry.away.all()].map(({ waitingMessages }) => waitingMessages)).toEqual([1]);
  room.mockRestore();
  await operator("all/x", 4);
  await two.hears("MSG 1 0 all/x 4");

  const permission = await stand.permissionId(other.id, "all/#");
  await stand.api("DELETE", `/permissions/${permission}`);
  await operator("all/x", 5);
  expect([...core.registry.away.all()].map(({ waitingMessages }) => waitingMessages)).toEqual([2]);
  expect(two.messages).toEqual(["MSG 1 0 all/x 4"]);
});

it("M24 a client that is away holds no slot; on its return it has its filters, its numbers, and what waited, in order", async () => {
  const { id, secret } = await stand.token({ "all/#": "readwrite" }, { maxConnections: 1 });
  const one = await client(secret, "one", 'all/kept/# {"qos":1}', "all/not/#");
  await operator("all/kept/x", 0);
  await one.hears("MSG 1 0 all/kept/x 0");
  await goesAway(one, "one");
  expect((await stand.api("GET", `/tokens/${id}`)).body.connections).toBe(0);
  for (const n of [1, 2]) await operator("all/kept/x", n);
  await operator("all/not/x", 3);
  const stats = (await stand.api("GET", "/stats")).body;
  expect(stats).toMatchObject({ connections: 0, away: 1, subscriptions: 1 });
  const receivers = (await stand.api("GET", "/topics/all%2Fkept%2Fx/receivers")).body;
  expect(receivers).toMatchObject({ total: 1, receivers: [{ state: "away", filter: "all/kept/#", tokenId: id }] });
  const newest = async () => (await stand.api("GET", "/traffic?filter=topic:all/kept/x")).body.items[0];
  const fared = async () =>
    (await stand.api("GET", `/traffic/${(await newest()).id}`)).body.fanOut.recipients.map(
      ({ fared }: { fared: string }) => fared,
    );
  expect([(await newest()).result.delivered, await fared()]).toEqual([1, ["waiting"]]);

  const back = await client(secret, "one");
  await back.hears("MSG 3 0 all/kept/x 2");
  expect(back.heard).toEqual(["BACK 2", "MSG 2 0 all/kept/x 1", "MSG 3 0 all/kept/x 2"]);
  expect(await fared()).toEqual(["late"]);
  await operator("all/not/x", 4);
  await back.hears("MSG - - all/not/x 4");
  expect((await stand.api("GET", "/stats")).body).toMatchObject({ connections: 1, away: 0, subscriptions: 2 });
  back.say("QUIT");
  await back.closed;
  expect((await stand.api("GET", "/stats")).body).toMatchObject({ away: 0, subscriptions: 0 });
});

it("M24 what waits is bounded: the oldest is dropped and counted, the newest comes", async () => {
  await stand.api("PATCH", "/settings", { maxQueueBytes: 16_384 });
  const { secret } = await stand.token({ "all/#": "readwrite" });
  await goesAway(await client(secret, "one", 'all/# {"qos":1}'), "one");
  for (let n = 0; n < 30; n++) await operator("all/x", `${n}`.padStart(2_000, "."));
  const [away] = core.registry.away.all();
  expect(away?.waitingBytes).toBeLessThanOrEqual(16_384);
  expect(away?.dropped).toBeGreaterThan(0);
  expect((away?.dropped ?? 0) + (away?.waitingMessages ?? 0)).toBe(30);
  const back = await client(secret, "one");
  await vi.waitFor(() => expect(back.messages).toHaveLength(30 - (away?.dropped ?? 0)));
  expect(back.messages.at(-1)).toContain(".29");
  expect(core.registry.away.bytes).toBe(0);
});

it("M24 it ends when its time is up, and then finds nothing on its return", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const ended = vi.fn();
  vi.spyOn(dialect, "stays").mockReturnValue({ clientId: "one", expiresAfterMs: 100, keeps: () => true, ended });
  await goesAway(await client(secret, "one", "all/#"), "one");
  await operator("all/x", 1);
  await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1));
  expect([core.registry.away.size, core.registry.away.bytes, core.router.subscriptions]).toEqual([0, 0, 0]);
  expect((await client(secret, "one")).heard[0]).toBe("NEW");
});

it("Z1 a planted exception where a session should stay, take or hear of lost frames costs nobody else anything", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const one = await client(secret, "one", 'all/# {"qos":1}');
  const reader = new FrameReader(await stand.connect({ secret, filters: ["all/#"] }));
  const planted = () => {
    throw new Error("planted");
  };
  const take = vi.spyOn(dialect, "take").mockImplementation(planted);
  await operator("all/x", 1);
  expect(await reader.next()).toMatchObject({ message: 1 });
  take.mockRestore();
  await operator("all/x", 2);
  await one.hears("MSG 1 0 all/x 2");
  vi.spyOn(dialect, "stays").mockImplementation(planted);
  one.socket.destroy();
  await vi.waitFor(async () => expect(await stand.connections()).toHaveLength(1));
  await operator("all/x", 3);
  expect([await reader.next(), await reader.next()]).toMatchObject([{ message: 2 }, { message: 3 }]);
  expect(core.registry.away.size).toBe(0);
});

it("R4 R7 R11 M24 is previewed and ends with its right, and finds nothing of it on its return", async () => {
  const { id, secret } = await stand.token({ "all/#": "readwrite" });
  const live = await client(secret, "live", 'all/# {"qos":1}');
  await goesAway(await client(secret, "meter", 'all/# {"qos":1}'), "meter");
  await operator("all/x", 1);
  const permission = await stand.permissionId(id, "all/#");
  const edit = { edit: { kind: "permission.delete", id: permission } };
  const preview = (await stand.api("POST", "/access/preview", edit)).body;
  const lost = { tokenId: id, code: 4003, filter: "all/#", clientId: "meter", messagesLost: 1 };
  expect(preview).toMatchObject({ closed: [{ code: 4003 }], ended: [lost], kept: 0 });
  const effect = (await stand.api("DELETE", `/permissions/${permission}`)).body;
  expect(effect.ended).toEqual(preview.ended);
  await live.closed;
  expect(core.registry.away.size).toBe(0);
  const [row] = (await stand.api("GET", "/traffic?filter=topic:all/x")).body.items;
  expect((await stand.api("GET", `/traffic/${row.id}`)).body.fanOut).toMatchObject({
    delivered: 1,
    withheld: 1,
    recipients: [{ fared: "withheld", ending: { code: 4003 } }, { fared: "sent" }],
  });
  expect((await client(secret, "meter")).heard[0]).toBe("NEW");
});

it("R3 R11 a lowered limit does not count it, and a deleted token ends it", async () => {
  const { id, secret } = await stand.token({ "all/#": "readwrite" }, { maxConnections: 3 });
  await goesAway(await client(secret, "away", 'all/# {"qos":1}'), "away");
  await client(secret, "live", 'all/# {"qos":1}');
  const lowered = (await stand.api("PATCH", `/tokens/${id}`, { maxConnections: 1 })).body;
  expect([lowered.closed, lowered.ended]).toEqual([[], undefined]);
  const deleted = (await stand.api("DELETE", `/tokens/${id}`)).body;
  expect([deleted.closed, deleted.ended]).toMatchObject([[{ code: 4002 }], [{ code: 4002, clientId: "away" }]]);
});

it("M25 a dialect that asks is told of frames that are dropped or discarded", async () => {
  await stand.api("PATCH", "/settings", { maxQueueFrames: 2 });
  const { secret } = await stand.token({ "all/#": "readwrite" });
  await client(secret, "one", 'all/# {"qos":1}');
  const [session] = core.registry.all();
  if (session === undefined) throw new Error("no session");
  vi.spyOn(session.link, "write").mockReturnValue(false);
  for (const n of [1, 2, 3, 4]) await operator("all/x", n);
  expect(session.dialectState).toMatchObject({ lost: 1 });
  session.end(4010, "kicked", { by: "operator", flush: false });
  expect(session.dialectState).toMatchObject({ lost: 3 });
});

it("M26 another node is sent a message once, however many of its filters match, and is counted and listed nowhere", async () => {
  const heard: string[] = [];
  const node: NodeReader = {
    kind: "node",
    routeMark: 0,
    isElsewhere: true,
    take: (message: Message, matched: Matched) => void heard.push(`${message.topic} ${matched.length}`),
  };
  core.router.subscribe(["all/#", "all/+"], node, {});
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const reader = new FrameReader(await stand.connect({ secret, filters: ["all/x"] }));
  const { body } = await operator("all/x", 1);
  expect(heard).toEqual(["all/x 2"]);
  expect(body).toMatchObject({ delivered: 1 });
  expect(await reader.next()).toMatchObject({ tag: "all/x" });
  const [row] = (await stand.api("GET", "/traffic?filter=topic:all/x")).body.items;
  expect(row.result.delivered).toBe(1);
  expect((await stand.api("GET", `/traffic/${row.id}`)).body.fanOut).toMatchObject({ matched: 1 });
  expect((await stand.api("GET", "/stats")).body).toMatchObject({ subscriptions: 1 });
  expect((await stand.api("GET", "/topics/all%2Fx/receivers")).body).toMatchObject({ total: 1 });
  vi.spyOn(node, "take").mockImplementation(() => {
    throw new Error("planted");
  });
  await operator("all/x", 2);
  expect(await reader.next()).toMatchObject({ message: 2 });
});
