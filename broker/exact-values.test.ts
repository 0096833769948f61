/** What passes from one person to another is what was written, to the last digit, on every way. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { RealtimeClient } from "./testing/realtime-client.ts";
import { TemporaryFolder } from "./testing/temporary-folder.ts";

/** Each number is another as soon as JavaScript has written it. */
const VALUE = '{"id":1724442618569203714,"t":21.0,"e":1e2,"z":-0,"f":0.0000001,"deep":[-9007199254740993,0.10]}';

let stand: EngineUnderTest;
let origin: string;
beforeEach(async () => {
  stand = await startEngine({ anonymous: [{ pattern: "#", access: "readwrite" }] });
  origin = stand.engine.broker.replace(/\/ws\/brocker\/$/, "");
});
afterEach(() => stand.stop());

/** The text of an answer; the body is sent as it is. */
async function ask(method: string, path: string, body?: string): Promise<string> {
  const answer = await fetch(`${stand.engine.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${stand.engine.adminKey}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  expect(answer.status, text).toBeLessThan(300);
  return text;
}
const api = (method: string, path: string, body?: string) => ask(method, `/api/v1${path}`, body);

async function realtime(): Promise<RealtimeClient> {
  const { secret } = await stand.token({}, { subject: { userType: "user", userId: "ada" } });
  const client = new RealtimeClient(origin);
  stand.cleanUp(() => client.socket.terminate());
  await client.next();
  await client.ask({ type: "authenticate", token: secret });
  return client;
}

describe("a value on its way", () => {
  it.each([
    ["as a value", `{"topic":"t/a","message":${VALUE}}`],
    ["as a value in a pretty body", `{\n  "topic": "t/a",\n  "message": ${VALUE}\n}\n`],
    ["as text", JSON.stringify({ topic: "t/a", json: VALUE })],
  ])("X6 from POST /messages %s reaches clients, history, the capture and both exports", async (_how, body) => {
    const { secret } = await stand.token({ "t/#": "read" });
    const reader = await stand.connect({ secret, filters: ["t/#"] });
    const pubsub = await stand.connect({ path: "/ws/" });
    pubsub.send('{"type":"subscribe","topic":"t/a","client_id":"c"}');
    await pubsub.received(2);
    await api("POST", "/messages", body);
    await Promise.all([reader.received(1), pubsub.received(3)]);
    expect(reader.texts.at(-1)).toBe(`{"tag":"t/a","message":${VALUE}}`);
    expect(pubsub.texts.at(-1)).toContain(`"payload":${VALUE},`);
    expect(JSON.parse(await api("GET", "/messages")).items[0].json).toBe(VALUE);
    expect(JSON.parse(await api("GET", "/topics/t%2Fa/messages")).items[0].json).toBe(VALUE);
    expect(await ask("GET", "/api/topics/t%2Fa/messages/")).toContain(`"data":${VALUE},`);
    const [row] = JSON.parse(await api("GET", "/traffic?filter=topic:t/a")).items;
    expect(JSON.parse(await api("GET", `/traffic/${row.id}`)).text).toBe(VALUE);
    expect(await api("GET", "/traffic/export?filter=topic:t/a")).toContain(`"message":${VALUE}}`);
    const csv = await api("GET", "/traffic/export?filter=topic:t/a&format=csv");
    expect(csv).toContain(VALUE.replaceAll('"', '""'));
  });

  it("X6 from the operator reaches realtime clients, and their answers come back", async () => {
    const client = await realtime();
    const [connection] = await stand.connections();
    const sends = [
      ["/realtime/broadcast", ""],
      ["/realtime/users/user/ada/send", ""],
      [`/realtime/connections/${connection?.id}/send`, ""],
      ["/realtime/publish", '"topic":"user:ada",'],
    ];
    for (const [path, more] of sends) {
      await api("POST", path ?? "", `{${more}"data":${VALUE}}`);
      expect(await client.nextText()).toContain(`"data":${VALUE}`);
    }
    const answer = api("POST", "/realtime/users/user/ada/request", `{"data":${VALUE},"timeout":10.0}`);
    const question = await client.nextText();
    expect(question).toContain(`"data":${VALUE}}`);
    const id = JSON.parse(question).data.request_id;
    client.send(`{"type":"response","request_id":"${id}","data":${VALUE}}`);
    const text = await answer;
    expect(text).toContain(`"answer":${VALUE},`);
    expect(JSON.parse(text).json).toBe(VALUE);
  });

  it("X6 that a client stores about itself is told as it wrote it", async () => {
    const client = await realtime();
    client.send(`{"type":"set_meta","key":"__proto__","value":${VALUE}}`);
    expect(await client.nextText()).toBe(`{"type":"ack","key":"__proto__","value":${VALUE}}`);
    const [connection] = await stand.connections();
    const text = await api("GET", `/realtime/connections/${connection?.id}`);
    expect(text).toContain(`"meta":{"__proto__":${VALUE}}`);
    expect(JSON.parse(text).metaJson).toBe(`{"__proto__":${VALUE}}`);
  });

  it("X6 in a client's custom message comes to whoever waits for it", async () => {
    const client = await realtime();
    const waited = api("POST", "/realtime/users/user/ada/wait", '{"match":{"kind":"order"},"timeout":10}');
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.send(`{"type":"x","kind":"order","value":${VALUE}}`);
    expect(await waited).toContain(`"event":{"type":"x","kind":"order","value":${VALUE}}`);
  });

  it.each(["broker", "pubsub", "realtime"])(
    "X6 sent and heard by a simulated client of %s keeps its digits",
    async (dialect) => {
      const { id: tokenId } = await stand.token(
        { "s/#": "readwrite" },
        { subject: { userType: "user", userId: "ada" } },
      );
      const made = JSON.stringify({ name: dialect, tokenId, dialect, filters: ["s/a"] });
      const { id } = JSON.parse(await api("POST", "/sandbox/clients", made));
      await api("POST", `/sandbox/clients/${id}/connect`);
      const state = async () => (await stand.api("GET", "/sandbox/clients")).body.items[0].state.kind;
      await expect.poll(state).toBe("online");
      await api("POST", "/messages", `{"topic":"s/a","message":${VALUE}}`);
      const heard = async () => (await stand.api("GET", `/sandbox/clients/${id}/messages`)).body.items[0]?.text;
      await expect.poll(heard).toBe(VALUE);
      if (dialect === "realtime") {
        const text = await api("POST", "/realtime/users/user/ada/request", `{"data":${VALUE}}`);
        expect(text).toContain(`"answer":${VALUE},`);
        return;
      }
      await api("POST", "/topics", '{"name":"s/b"}');
      const { secret } = await stand.token({ "s/#": "read" });
      const reader = await stand.connect({ secret, filters: ["s/b"] });
      const draft = { clientId: id, topic: "s/b", template: VALUE, format: "json" };
      await api("POST", "/sandbox/publish", JSON.stringify(draft));
      await reader.received(1);
      expect(reader.texts[0]).toBe(`{"tag":"s/b","message":${VALUE}}`);
    },
  );

  it("X6 as the number of a topic is told with its digits, and found by them", async () => {
    for (const id of ["1724442618569203713", "1724442618569203714"]) {
      await api("POST", "/messages", `{"topic":"n/${id}","message":{"id":${id},"t":21.0}}`);
      await api("POST", "/messages", `{"topic":"n/all","message":${id}}`);
    }
    const [field] = JSON.parse(await api("GET", "/topics/n%2Fall/fields")).fields;
    expect(field).toMatchObject({ path: "", text: "1724442618569203714", change: 1 });
    const found = async (filter: string) =>
      (await stand.api("GET", `/traffic?filter=${encodeURIComponent(`topic:n/+ ${filter}`)}`)).body.items
        .map(({ topic }: { topic: string }) => topic)
        .filter((topic: string) => topic !== "n/all");
    expect(await found("json.id:1724442618569203714")).toEqual(["n/1724442618569203714"]);
    expect(await found("json.id>1724442618569203713")).toEqual(["n/1724442618569203714"]);
    expect(await found("json.id:*3713")).toEqual(["n/1724442618569203713"]);
    expect(await found("json.t:21")).toHaveLength(2);
    expect(await found("json.t:21.0")).toHaveLength(2);
  });
});

describe("what is written about a topic", () => {
  it("X6 keeps its digits in the API, in pub/sub's REST, in the audit's undo and after a restart", async () => {
    const folder = new TemporaryFolder();
    await stand.stop();
    stand = await startEngine({ dataFolder: folder.path });
    const metadata = VALUE.replace('"id"', '"__proto__":1.0,"id"');
    await api("POST", "/topics", `{"name":"m/a","metadata":${metadata}}`);
    await ask("POST", "/api/topics/create/", `{"name":"m/b","metadata":${metadata}}`);
    const told = async (name: string) => {
      expect(await api("GET", `/topics/m%2F${name}`)).toContain(`"metadata":${metadata},`);
      expect(await ask("GET", `/api/topics/m%2F${name}/`)).toContain(`"metadata":${metadata},`);
    };
    for (const name of ["a", "b"]) await told(name);
    await api("PATCH", "/topics/m%2Fa", '{"metadataJson":"{\\"now\\": 1e2}"}');
    expect(await api("GET", "/topics/m%2Fa")).toContain('"metadata":{"now":1e2},');
    const [row] = JSON.parse(await api("GET", "/audit")).items;
    await api("POST", `/audit/${row.id}/revert`);
    await told("a");
    await stand.stop();
    stand = await startEngine({ dataFolder: folder.path });
    for (const name of ["a", "b"]) await told(name);
    folder.remove();
  });
});
