import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NumberField, PossibleReader, Receiver, TopicView } from "../../contract/topic-views.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";

let under: EngineUnderTest;
beforeEach(async () => {
  under = await startEngine();
});
afterEach(() => under.stop());

const api: EngineUnderTest["api"] = (method, path, body) => under.api(method, path, body);
const publish = (topic: string, message: unknown) => api("POST", "/messages", { topic, message });
const at = (name: string, rest = "") => `/topics/${encodeURIComponent(name)}${rest}`;

describe("topics", () => {
  it("O19 P4 they are listed by name with a search, whoever made them", async () => {
    await publish("home/livingroom/temp", 21);
    await publish("home/kitchen/temp", 20);
    await api("POST", "/topics", { name: "Garage/Door", metadata: { unit: "open" } });
    const all = (await api("GET", "/topics")).body.items.map((item: unknown) => TopicView.parse(item));
    expect(all.map(({ name }: TopicView) => name)).toEqual([
      "Garage/Door",
      "home/kitchen/temp",
      "home/livingroom/temp",
    ]);
    expect(all[0]).toMatchObject({ source: "console", messages: 0, lastPublishedAt: null, metadata: { unit: "open" } });
    expect(all[1]).toMatchObject({ source: "publish", messages: 1, kept: 1, isActive: true, subscribers: 0 });
    const page = (await api("GET", "/topics?limit=2")).body;
    expect((await api("GET", `/topics?limit=2&cursor=${page.nextCursor}`)).body.items).toHaveLength(1);
    expect((await api("GET", "/topics?search=DOOR")).body.items).toHaveLength(1);
  });

  it("O19 one is made, read, described and deleted under its percent-encoded name, and its history goes with it", async () => {
    const name = "sensors/röm 1/100%";
    expect((await api("POST", "/topics", { name })).status).toBe(201);
    expect((await api("PATCH", at(name), { metadata: { a: [1, null] } })).body).toMatchObject({
      metadata: { a: [1, null] },
    });
    await publish(name, 1);
    expect((await api("GET", at(name))).body).toMatchObject({ name, messages: 1, metadata: { a: [1, null] } });
    expect((await api("DELETE", at(name))).body).toEqual({ name, messages: 1, subscribers: 0 });
    expect((await api("GET", at(name))).status).toBe(404);
    expect((await api("GET", `/messages?topic=${encodeURIComponent(name)}`)).body.items).toEqual([]);
  });

  it("O19 what is there already, unknown or wrong is refused by name", async () => {
    await publish("a", 1);
    expect(await api("POST", "/topics", { name: "a" })).toMatchObject({
      status: 409,
      body: { code: "CONFLICT", conflict: { topic: "a", source: "publish" } },
    });
    expect(await api("POST", "/topics", { name: "a/#" })).toMatchObject({ status: 400, body: { field: "name" } });
    const metadata = { text: "x".repeat(20_000) };
    expect(await api("POST", "/topics", { name: "b", metadata })).toMatchObject({
      status: 400,
      body: { field: "metadata" },
    });
    expect(await api("POST", "/topics", { name: "b", metadata: [1] })).toMatchObject({
      status: 400,
      body: { field: "metadata" },
    });
    expect((await api("GET", at("b"))).status).toBe(404);
    for (const [method, path] of [
      ["GET", "/messages"],
      ["GET", "/fields"],
      ["GET", "/series"],
      ["DELETE", ""],
    ] as const) {
      expect((await api(method, at("none", path))).body).toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("O20 messages are paged by place, and stay there while more arrive", async () => {
    for (let value = 1; value <= 25; value++) await publish("a", value);
    const first = (await api("GET", at("a", "/messages?limit=10"))).body;
    expect(first).toMatchObject({ total: 25, offset: 0 });
    for (let value = 26; value <= 30; value++) await publish("a", value);
    const second = (await api("GET", at("a", `/messages?limit=10&offset=10&upTo=${first.upTo}`))).body;
    expect(second).toMatchObject({ total: 25, offset: 10 });
    const values = [...first.items, ...second.items].map(({ json }) => Number(json));
    expect(values).toEqual(Array.from({ length: 20 }, (_, index) => 25 - index));
    expect((await api("GET", at("a", "/messages"))).body).toMatchObject({ total: 30 });
    expect((await api("GET", at("a", "/messages?offset=99"))).body).toMatchObject({ items: [], total: 30 });
    expect((await api("GET", at("a", "/messages?upTo=x"))).body).toMatchObject({ field: "upTo" });
  });

  it("O21 it tells who would receive a message with which filter, and which tokens could but would not", async () => {
    const hub = await under.token({ "home/#": "readwrite" }, { name: "Hub" });
    const phone = await under.token({ "home/#": "read" }, { name: "Phone" });
    const off = await under.token({ "home/#": "read" }, { name: "Off", enabled: false });
    await under.token({ "alerts/#": "read" }, { name: "Elsewhere" });
    await under.connect({ secret: hub.secret, filters: ["home/attic/light", "home/#"] });
    await under.connect({ secret: phone.secret, filters: ["home/kitchen/temp"] });
    const { body } = await api("GET", at("home/attic/temp", "/receivers"));
    expect(body.total).toBe(1);
    expect(body.receivers.map((row: unknown) => Receiver.parse(row))).toMatchObject([
      { tokenId: hub.id, tokenName: "Hub", filter: "home/#", state: "online", dialect: "broker" },
    ]);
    expect(body.possible.map((row: unknown) => PossibleReader.parse(row))).toMatchObject([
      { tokenId: phone.id, pattern: "home/#", access: "read", connections: 1, state: "enabled" },
      { tokenId: off.id, connections: 0, state: "disabled" },
    ]);
    expect((await api("GET", at("a/#", "/receivers"))).body).toMatchObject({ field: "name" });
  });

  it("O22 number fields are told with change, range and trend, and each over time", async () => {
    for (const c of [21, 19.9, 21.3, 21.4]) await publish("t", { c, deep: { "a/b": c * 2 }, text: "x" });
    const { fields } = (await api("GET", at("t", "/fields"))).body;
    expect(fields.map((field: unknown) => NumberField.parse(field))).toMatchObject([
      { path: "/c", now: 21.4, change: 0.1, min: 19.9, max: 21.4, trend: [21, 19.9, 21.3, 21.4] },
      { path: "/deep/a~1b", now: 42.8, change: 0.2 },
    ]);
    const series = (await api("GET", at("t", `/series?path=${encodeURIComponent("/deep/a~1b")}`))).body;
    expect(series.values).toEqual([42, 39.8, 42.6, 42.8]);
    expect(series.at).toEqual(series.at.toSorted((a: number, b: number) => a - b));
    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await api("GET", at("t", `/series?path=/c&since=${later}`))).body.values).toEqual([]);
    await publish("bare", 5);
    expect((await api("GET", at("bare", "/series"))).body.values).toEqual([5]);
    expect((await api("GET", at("t", "/series?path=c"))).body).toMatchObject({ field: "path" });
  });
});
