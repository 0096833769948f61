/** Messages that are published as bytes, over the whole broker: every JSON protocol, views, exports, downloads, and a restart. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MessageView } from "./contract/nouns.ts";
import { TrafficRow } from "./contract/traffic.ts";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";

const PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0]);
const BASE64 = PICTURE.toString("base64");

let folder: string;
let under: EngineUnderTest;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-bytes-"));
  under = await startEngine({ dataFolder: folder });
});
afterEach(async () => {
  await under.stop();
  rmSync(folder, { recursive: true });
});

const api: EngineUnderTest["api"] = (...call) => under.api(...call);
const publish = async (topic: string, payload: object) => {
  const answer = await api("POST", "/messages", { topic, ...payload });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
const download = async (path: string) => {
  const headers = { authorization: `Bearer ${under.engine.adminKey}` };
  const answer = await fetch(`${under.engine.admin}${path}`, { headers });
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    name: answer.headers.get("content-disposition"),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
};
const messages = async (topic: string) => {
  const { body } = await api("GET", `/topics/${encodeURIComponent(topic)}/messages`);
  return body.items.map((item: unknown) => MessageView.parse(item)) as MessageView[];
};

it("A7 M11 bytes are published as text or as base64; every client of a JSON protocol hears their value", async () => {
  const { secret } = await under.token({ "a/#": "read" });
  const client = await under.connect({ secret, filters: ["a/b"] });
  await publish("a/b", { text: "ON" });
  await publish("a/b", { text: "23.50" });
  await publish("a/b", { text: "" });
  await publish("a/b", { base64: BASE64 });
  await publish("a/b", { base64: Buffer.from('{"big":12345678901234567890}').toString("base64") });
  await expect.poll(() => client.texts).toHaveLength(5);
  expect(client.texts).toEqual(
    ['"ON"', "23.50", '""', `{"$base64":"${BASE64}"}`, '{"big":12345678901234567890}'].map(
      (value) => `{"tag":"a/b","message":${value}}`,
    ),
  );
});

it("A7 one payload is given, and a wrong one is refused by its name", async () => {
  const refused = async (payload: object) => {
    const { status, body } = await api("POST", "/messages", { topic: "a", ...payload });
    return [status, body.field, body.message];
  };
  const one = expect.stringContaining("give one of `message`, `json`, `text` and `base64`");
  expect(await refused({ text: "a", base64: "" })).toEqual([400, "base64", one]);
  expect(await refused({ message: 1, text: "a" })).toEqual([400, "text", one]);
  expect(await refused({ base64: "AP8" })).toEqual([400, "base64", expect.stringContaining("RFC 4648")]);
  expect(await refused({ base64: "no base64" })).toEqual([400, "base64", expect.stringContaining("RFC 4648")]);
  expect(await refused({ text: "\ud83d" })).toEqual([400, "text", expect.stringContaining("half")]);
  expect(await refused({ text: 5 })).toEqual([400, "text", "text: must be text"]);
  expect((await refused({}))[1]).toBe("message");
});

it("A7 M7 bytes are at most maxFrameBytes, whatever their base64 weighs", async () => {
  const { maxFrameBytes } = (await api("GET", "/settings")).body;
  const full = Buffer.alloc(maxFrameBytes, 0xff);
  await publish("a", { base64: full.toString("base64") });
  expect((await download(`/topics/a/messages/${(await messages("a"))[0]?.id}/payload`)).bytes.equals(full)).toBe(true);
  const over = Buffer.alloc(maxFrameBytes + 1, 0xff).toString("base64");
  const { status, body } = await api("POST", "/messages", { topic: "a", base64: over });
  expect([status, body.message]).toEqual([400, expect.stringContaining(`is ${maxFrameBytes + 1} bytes`)]);
});

const PUBLISHED = [
  [{ base64: BASE64 }, "bytes", `{"$base64":"${BASE64}"}`, PICTURE],
  [{ text: "ON" }, "text", '"ON"', Buffer.from("ON")],
  [{ text: '"ON"' }, "json", '"ON"', Buffer.from('"ON"')],
  [{ text: ' {"a": 1.10}\n' }, "json", ' {"a": 1.10}\n', Buffer.from(' {"a": 1.10}\n')],
  [{ text: `{"$base64":"${BASE64}"}` }, "json", `{"$base64":"${BASE64}"}`, Buffer.from(`{"$base64":"${BASE64}"}`)],
  [{ message: "ON" }, "text", '"ON"', Buffer.from("ON")],
  [{ message: { $base64: BASE64 } }, "bytes", `{"$base64":"${BASE64}"}`, PICTURE],
  [{ json: '{"n":1.10}' }, "json", '{"n":1.10}', Buffer.from('{"n":1.10}')],
] as const;

it("O26 M12 topics and traffic say the form of each message and give its exact bytes, topics after a restart too", async () => {
  for (const [payload] of PUBLISHED) await publish("dev/cam", payload);
  const expected = PUBLISHED.map(([, form, json, bytes]) => ({ form, json, bytes: bytes.toString("hex") }));

  const kept = async () => {
    const views = (await messages("dev/cam")).toReversed();
    const files = await Promise.all(views.map(({ id }) => download(`/topics/dev%2Fcam/messages/${id}/payload`)));
    expect(files.every(({ status, type }) => status === 200 && type === "application/octet-stream")).toBe(true);
    return views.map(({ form, json }, place) => ({ form, json, bytes: files[place]?.bytes.toString("hex") }));
  };
  expect(await kept()).toEqual(expected);
  const [newest] = await messages("dev/cam");
  expect((await download(`/topics/dev%2Fcam/messages/${newest?.id}/payload`)).name).toContain(`${newest?.id}.json`);

  const { body } = await api("GET", "/traffic?filter=topic:dev/cam");
  const rows = body.items.map((row: unknown) => TrafficRow.parse(row)).toReversed() as TrafficRow[];
  expect(rows.map(({ form, text }) => ({ form, text }))).toEqual(
    expected.map(({ form, json }) => ({ form, text: json })),
  );
  expect(rows.slice(0, 3).map(({ size }) => size)).toEqual([PICTURE.length, 2, 4]);
  const files = await Promise.all(rows.map(({ id }) => download(`/traffic/${id}/payload`)));
  expect(files.map(({ bytes }) => bytes.toString("hex"))).toEqual(expected.map(({ bytes }) => bytes));

  await under.stop();
  under = await startEngine({ dataFolder: folder });
  expect(await kept()).toEqual(expected);
  expect((await messages("dev/cam")).toReversed().map(({ size }) => size)[0]).toBe(PICTURE.length);
});

it("F8 M12 the export has value and form of each message, from which its bytes follow", async () => {
  for (const [payload] of PUBLISHED) await publish("dev/cam", payload);
  const lines = (await download("/traffic/export?filter=topic:dev/cam")).bytes.toString().trim().split("\n");
  const forms = lines.map((line) => JSON.parse(line).form);
  expect(forms).toEqual(PUBLISHED.map(([, form]) => form));
  expect(JSON.parse(lines[0] ?? "").message).toEqual({ $base64: BASE64 });
  const csv = (await download("/traffic/export?format=csv&filter=topic:dev/cam")).bytes.toString();
  expect(csv).toContain("form,bytes,result");
  expect(csv).toContain(`"{""$base64"":""${BASE64}""}"`);
});

it("F5 words and fields are looked for in text that came as bytes, and not in the base64 of what is none", async () => {
  await publish("a/text", { text: "front door open" });
  await publish("a/json", { text: '{"temp": 21.5}' });
  await publish("a/picture", { base64: BASE64 });
  const topics = async (filter: string) =>
    (await api("GET", `/traffic?filter=${encodeURIComponent(filter)}`)).body.items.map(
      ({ topic }: TrafficRow) => topic,
    );
  expect(await topics("door")).toEqual(["a/text"]);
  expect(await topics("json.temp>21")).toEqual(["a/json"]);
  expect(await topics(`topic:a/# base64`)).toEqual([]);
  expect(await topics(`topic:a/# size:${PICTURE.length}`)).toEqual(["a/picture"]);
});

it("A7 a payload of no message, and of a row that is none, is not found", async () => {
  const { secret } = await under.token({ "a/#": "read" });
  const client = await under.connect({ secret, filters: ["a/b"] });
  client.publish("a/b", 1);
  await expect.poll(async () => (await api("GET", "/traffic?filter=denied")).body.items.length).toBe(1);
  const [row] = (await api("GET", "/traffic?filter=denied")).body.items;
  await publish("a/b", { text: "ON" });
  expect((await api("GET", `/traffic/${row.id}/payload`)).status).toBe(404);
  expect((await api("GET", "/traffic/none/payload")).status).toBe(404);
  expect((await api("GET", "/topics/a%2Fb/messages/none/payload")).body).toMatchObject({ code: "NOT_FOUND" });
  expect((await api("GET", "/topics/none/messages/none/payload")).status).toBe(404);
});
