/** Checks how what is sent past all topics is captured: a row of its own kind that says to whom it went and how that fared. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { updateSettings } from "../console/edits/settings.ts";
import { broadcast, requestUser, sendToConnection, sendToUser } from "../console/speak/realtime.ts";
import { getTraffic, pageTraffic } from "../console/traffic/traffic.ts";
import { LIMITS } from "../contract/limits.ts";
import { DeskUnderTest } from "../testing/desk-harness.ts";
import type { FakeLink } from "../testing/fake-link.ts";

const ada = { userType: "user", userId: "ada" };

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const turn = () => new Promise(setImmediate);
const rows = async (filter = "dir:direct") => (await pageTraffic(under.core, { filter })).items;
const newest = async () => (await rows())[0];

async function connect(secret: string): Promise<FakeLink> {
  const client = under.knock("/ws/realtime/");
  client.say({ type: "authenticate", token: secret });
  await turn();
  client.takeTexts();
  return client;
}
const idOf = (tokenId: string) => [...under.core.registry.ofToken(tokenId)][0]?.id ?? "";
const fanOut = async () => getTraffic(under.core, (await newest())?.id ?? "").fanOut;

describe("what the operator sends", () => {
  it("F9 Q9 to a user is a row with every connection of it, and how each fared", async () => {
    const { id, secret } = under.token({}, { name: "Phone", subject: ada });
    await connect(secret);
    await connect(secret);
    expect(sendToUser(under.core, { ...ada, json: '{"n":12345678901234567890}' })).toEqual({ connections: 2 });
    await turn();
    const row = await newest();
    expect(row).toMatchObject({
      kind: "direct",
      connectionId: null,
      from: null,
      tokenId: null,
      topic: null,
      direct: { act: "user", to: "user:ada" },
      text: '{"n":12345678901234567890}',
      size: 26,
      result: { kind: "delivered", delivered: 2, withheld: 0, dropped: 0 },
      rule: "operator",
    });
    expect(await fanOut()).toMatchObject({
      matched: 2,
      filters: 0,
      delivered: 2,
      recipients: [1, 2].map(() => ({
        label: "ada",
        tokenId: id,
        tokenName: "Phone",
        filters: [],
        fared: "sent",
        delayMs: expect.any(Number),
      })),
    });
  });

  it("F9 Q9 to everybody, to one connection, and to nobody: the row says whom it was for", async () => {
    const token = under.token({}, { subject: ada });
    await connect(token.secret);
    await connect(under.token({}).secret);
    broadcast(under.core, { data: "all" });
    sendToConnection(under.core, { id: idOf(token.id), data: "one" });
    sendToUser(under.core, { userType: "user", userId: "bo", data: "none" });
    const told = (await rows()).map(({ direct, result, text }) => [direct?.act, direct?.to, result, text]);
    const delivered = (count: number) => ({ kind: "delivered", delivered: count, withheld: 0, dropped: 0 });
    expect(told).toEqual([
      ["user", "user:bo", delivered(0), '"none"'],
      ["connection", idOf(token.id), delivered(1), '"one"'],
      ["broadcast", "everybody", delivered(2), '"all"'],
    ]);
    expect((await rows("result:nobody")).map(({ direct }) => direct?.to)).toEqual(["user:bo"]);
    expect(await rows("denied")).toEqual([]);
  });

  it("F9 Q9 to a connection that is not there, or of another protocol, is a refusal with its reason", async () => {
    const { id, secret } = under.token({ "a/#": "read" });
    under.connect(secret, "a/b");
    for (const connection of ["con_none", idOf(id)]) {
      expect(() => sendToConnection(under.core, { id: connection, data: 1 })).toThrow();
    }
    const refused = (code: string) => ({ result: { kind: "refused", code, reason: expect.stringMatching(/\S/) } });
    expect(await rows("denied dir:direct")).toMatchObject([
      { direct: { act: "connection", to: idOf(id) }, ...refused("connection-of-another-protocol") },
      { direct: { act: "connection", to: "con_none" }, ...refused("connection-unknown") },
    ]);
    expect(await rows("result:connection-unknown")).toHaveLength(1);
    expect(await fanOut()).toBeNull();
  });

  it("F9 F4 what waits for a reader that stands still is withheld when its token goes", async () => {
    const { id, secret } = under.token({}, { subject: ada });
    const client = await connect(secret);
    client.takes = false;
    for (const data of ["first", "second"]) {
      sendToUser(under.core, { ...ada, data });
      await turn();
    }
    under.edit({ kind: "token.delete", id });
    expect((await newest())?.result).toEqual({ kind: "delivered", delivered: 0, withheld: 1, dropped: 0 });
    expect(await fanOut()).toMatchObject({ withheld: 1, recipients: [{ fared: "withheld", ending: { code: 4002 } }] });
    expect((await rows("withheld")).map(({ text }) => text)).toEqual(['"second"']);
  });
});

describe("a question", () => {
  /** The id of the question that the client has heard. */
  const asked = (client: FakeLink): string => JSON.parse(client.takeTexts().at(-1) ?? "").data.request_id;

  it("F9 Q11 and its answer are a row each; a later answer is a refusal that nobody is told of", async () => {
    const { id, secret } = under.token({}, { name: "Phone", subject: ada });
    const client = await connect(secret);
    const answer = requestUser(under.core, { ...ada, data: { ask: "colour" } });
    await turn();
    const request_id = asked(client);
    client.say({ type: "response", request_id, data: "red" });
    expect((await answer).answer).toBe("red");
    client.say({ type: "response", request_id, data: "x".repeat(5000) });
    await turn();
    expect(client.takeTexts()).toEqual([]);
    const [late, first, question] = await rows();
    expect(question).toMatchObject({ direct: { act: "question", to: "user:ada" }, text: '{"ask":"colour"}' });
    const sender = { connectionId: idOf(id), from: "ada", tokenId: id, tokenName: "Phone", rule: "answer" };
    const direct = { act: "answer", to: "operator" };
    expect(first).toMatchObject({ ...sender, direct, text: '"red"', result: { kind: "delivered", delivered: 1 } });
    expect(late).toMatchObject({ ...sender, direct, result: { kind: "refused", code: "answer-not-awaited" } });
    expect(late?.size).toBe(LIMITS.refusedTextLength);
    expect(getTraffic(under.core, first?.id ?? "")).toMatchObject({ text: '"red"', fanOut: null });
  });

  it("F9 Q11 to a user who is offline reaches nobody", async () => {
    expect((await requestUser(under.core, { ...ada, data: 1 })).answered).toBe(false);
    expect(await rows("result:nobody")).toMatchObject([{ direct: { act: "question", to: "user:ada" } }]);
  });
});

describe("the capture of it", () => {
  it("F9 F5 is found by the words of the filter", async () => {
    await connect(under.token({}, { subject: ada }).secret);
    sendToUser(under.core, { ...ada, data: { temp: 31 } });
    under.core.publish("user:ada", '{"temp":32}');
    const [sent] = await rows();
    for (const filter of [
      "dir:direct",
      "to:user:ada",
      "to:USER:*",
      "rule:operator dir:direct",
      "json.temp>30 to:user:ada",
      "size<20 dir:direct",
      "delivered to:user:ada",
      "not topic:#",
    ]) {
      expect(await rows(filter), filter).toEqual([sent]);
    }
    for (const filter of ["to:user:bo", "to:everybody", "topic:user:ada dir:direct", "dir:operator dir:direct"]) {
      expect(await rows(filter), filter).toEqual([]);
    }
    expect(await rows('"user:ada"')).toHaveLength(2);
  });

  it("F9 F1 weighs as much as the connections that it went to", async () => {
    const { secret } = under.token({}, { subject: ada });
    for (let count = 0; count < 10; count++) await connect(secret);
    const { capture } = under.core;
    const weightOf = (send: () => unknown) => {
      send();
      const before = capture.bytes;
      send();
      return capture.bytes - before;
    };
    const toAll = weightOf(() => broadcast(under.core, { data: 1 }));
    await connect(secret);
    // The newcomer's card is written with the first send.
    expect(weightOf(() => broadcast(under.core, { data: 1 }))).toBe(toAll + 8);
  });

  it("F9 F1 keeps to the quota and to the switch, and the sends go all the same", async () => {
    const { secret } = under.token({}, { subject: ada });
    const client = await connect(secret);
    updateSettings(under.corridor, { capture: false }, "http");
    sendToUser(under.core, { ...ada, data: "unseen" });
    await turn();
    expect([await rows(), client.takeTexts().length]).toEqual([[], 1]);
    updateSettings(under.corridor, { capture: true, captureRows: 1000 }, "http");
    for (let count = 0; count < 5000; count++) sendToUser(under.core, { ...ada, data: count });
    expect(under.core.capture.size).toBeLessThan(2100);
    expect(under.core.capture.evicted).toBeGreaterThan(2000);
  });
});
