/** Owns the proof that a compiled filter finds exactly the rows that a naive reading of it finds. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pageTraffic } from "../console/traffic/traffic.ts";
import { capturedMessage } from "../console/traffic/traffic-views.ts";
import { matches } from "../contract/topics.ts";
import type { TrafficMessage } from "../contract/traffic.ts";
import { DeskUnderTest } from "../testing/desk-harness.ts";

/** A filter beside what it means, made without the parser. */
interface Asked {
  readonly text: string;
  readonly test: (message: TrafficMessage) => boolean;
}

const term = (text: string, test: Asked["test"]): Asked => ({ text, test });
const same = (a: string | null, b: string) => a?.toLowerCase() === b.toLowerCase();
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
const field = (message: TrafficMessage, name: string): unknown => {
  const value = parsed(message.text);
  return typeof value === "object" && value !== null && name in value ? Reflect.get(value, name) : undefined;
};
const counts = ({ row: { result } }: TrafficMessage) =>
  result.kind === "delivered" ? result : { delivered: 0, withheld: 0, dropped: 0 };
/** Ids are random: by one of them a row may be found that no word of it would find. */
const allowedBy = (message: TrafficMessage) => (isDenied(message) ? "" : (message.permission?.permissionId ?? ""));
const isDenied = ({ row }: TrafficMessage) => row.result.kind !== "delivered";

const TERMS: readonly Asked[] = [
  ...["home/#", "+/kitchen/+", "home/kitchen/temp", "#", "garden/+"].map((pattern) =>
    term(`topic:${pattern}`, ({ row }) => row.topic !== null && matches(pattern, row.topic)),
  ),
  term("token:house", ({ row }) => same(row.tokenName, "House")),
  term('token:"phone app"', ({ row }) => same(row.tokenName, "Phone app")),
  term("token:ph*", ({ row }) => row.tokenName?.toLowerCase().startsWith("ph") === true),
  term("from:*", ({ row }) => row.from !== null),
  term("rule:home/#", ({ row }) => row.rule === "home/#"),
  term("rule:default", ({ row }) => row.rule === "default"),
  term("rule:*a*", (message) => message.row.rule.includes("a") || allowedBy(message).toLowerCase().includes("a")),
  term("dir:in", ({ row }) => row.kind === "in" || row.kind === "refused"),
  term("dir:operator", ({ row }) => row.kind === "operator"),
  term("dir:door", ({ row }) => row.kind === "door"),
  term("size>8", ({ row }) => row.size > 8),
  term("size<=8", ({ row }) => row.size <= 8),
  term("json.c>20", (message) => Number(field(message, "c")) > 20 && typeof field(message, "c") === "number"),
  term("json.c:21", (message) => field(message, "c") === 21),
  term("json.on:true", (message) => field(message, "on") === true),
  term("json.name:x*", (message) => String(field(message, "name") ?? "").startsWith("x")),
  term("json.c:*", (message) => field(message, "c") !== undefined),
  term("denied", isDenied),
  term("dropped", (message) => counts(message).dropped > 0),
  term("delivered", (message) => counts(message).delivered > 0),
  term(
    "result:publish-not-covered",
    ({ row }) => row.result.kind === "refused" && row.result.code === "publish-not-covered",
  ),
  term("result:nobody", (message) => {
    const { delivered, withheld, dropped } = counts(message);
    return !isDenied(message) && delivered + withheld + dropped === 0;
  }),
  term("kitchen", ({ row, text }) =>
    [row.topic ?? "", text, row.from ?? "", row.tokenName ?? ""].some((one) => one.toLowerCase().includes("kitchen")),
  ),
];

const filters: fc.Arbitrary<Asked> = fc.letrec<{ node: Asked }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...TERMS),
    tie("node").map(({ text, test }) => ({ text: `not (${text})`, test: (m: TrafficMessage) => !test(m) })),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => ({
      text: `(${a.text}) (${b.text})`,
      test: (m: TrafficMessage) => a.test(m) && b.test(m),
    })),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => ({
      text: `(${a.text}) or (${b.text})`,
      test: (m: TrafficMessage) => a.test(m) || b.test(m),
    })),
  ),
})).node;

/** A house in which everything happens that a row may say. */
function house(): DeskUnderTest {
  const desk = new DeskUnderTest();
  const home = desk.token({ "home/#": "readwrite" }, { name: "House", subject: { userType: "hub", userId: "hub-1" } });
  const phone = desk.token({ "garden/+": "read", "alerts/#": "readwrite" }, { name: "Phone app" });
  desk.connect(home.secret, "home/kitchen/#");
  const slow = desk.connect(home.secret, "home/hall/+");
  slow.takes = false;
  const hub = desk.connect(home.secret, "home/x");
  const app = desk.connect(phone.secret, "garden/gate");
  const values = [
    21,
    { c: 21 },
    { c: 19.5 },
    { on: true },
    { on: false, name: "xyz" },
    "kitchen",
    null,
    [1, 2],
    { c: "21" },
  ];
  for (const value of values) {
    for (const topic of ["home/kitchen/temp", "home/hall/door", "home/attic/light", "garden/gate"])
      hub.publish(topic, value);
    for (const topic of ["garden/gate", "alerts/battery", "home/kitchen/temp", "bad/+"]) app.publish(topic, value);
    desk.core.publish("garden/gate", JSON.stringify(value));
  }
  hub.handler?.onFrame(Buffer.from('{"on":tru'), true);
  desk.connect("nobody-knows-this-secret", "home/#");
  desk.edit({ kind: "token.update", id: home.id, patch: { note: "noted" } });
  return desk;
}

describe("filters of traffic", () => {
  it("F5 find exactly what a naive reading finds, newest first", async () => {
    const desk = house();
    const { capture } = desk.core;
    const all = capture
      .all()
      .flatMap((chunk) => Array.from({ length: chunk.count }, (_, index) => capturedMessage(capture, chunk, index)))
      .reverse();
    expect(all.length).toBeGreaterThan(80);
    for (const { text, test } of TERMS) {
      // A term that finds all or nothing would prove nothing of what is made from it.
      const found = all.filter(test).length;
      if (!["topic:#", "dropped"].includes(text)) expect([0, all.length], text).not.toContain(found);
    }
    await fc.assert(
      fc.asyncProperty(filters, async ({ text, test }) => {
        fc.pre(text.length <= 1000);
        const { items } = await pageTraffic(desk.core, { filter: text, limit: 1000 });
        expect(items.map(({ id }) => id)).toEqual(all.filter(test).map(({ row }) => row.id));
      }),
      { numRuns: 300 },
    );
    desk.desk.close();
  });
});
