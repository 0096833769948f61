/** Bytes and JSON values of a message, each from the other, for any bytes, texts and values; and over history and restarts. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HistoryShelf, MemoryHistory } from "../../adapters/memory-history.ts";
import { openInThread } from "../../adapters/sqlite-history/tests/in-thread.ts";
import type { HistoryStore } from "../../ports/history.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { SilentLog } from "../../testing/silent-log.ts";
import { bytesOf, type Content, formOf, jsonOf, jsonStartOf, sizeOf } from "../content.ts";
import { Topics } from "../topics.ts";
import { WriteBehind } from "../write-behind.ts";

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const plain = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const blanks = fc.string({ unit: fc.constantFrom(" ", "\t", "\n", "\r"), maxLength: 3 });
const jsonText = fc.tuple(blanks, fc.json(), blanks).map((parts) => parts.join(""));
const text = fc.string({ unit: "binary", maxLength: 40 });
const picture = fc.uint8Array({ maxLength: 200 });
/** What looks like the one while it is the other. */
const lookalike = fc.constantFrom(
  "",
  " ",
  '"ON"',
  '{"$base64":"AAEC"}',
  '{"$base64":"AAE"}',
  '{"$base64":"AAEC","a":1}',
  "\ufeff23",
  "nul",
  "1 2",
  "\u001f\u0000",
  "[".repeat(2000),
);
const bytes = fc.oneof(picture, fc.oneof(text, jsonText, lookalike).map(utf8));
const value = fc.oneof(
  jsonText,
  fc.oneof(text, lookalike).map((said) => JSON.stringify(said)),
  picture.map((one) => JSON.stringify({ $base64: Buffer.from(one).toString("base64") })),
);
const content: fc.Arbitrary<Content> = fc.oneof(bytes, value);

const isJson = (said: string) => {
  try {
    JSON.parse(said);
    return true;
  } catch {
    return false;
  }
};

describe("what is published as bytes", () => {
  it("M11 is heard as the one JSON value that it is, as written; else as a JSON string; else as base64", () => {
    fc.assert(
      fc.property(bytes, (published) => {
        const json = jsonOf(published);
        const said = Buffer.from(published).toString("utf8");
        expect(isJson(json)).toBe(true);
        if (plain(utf8(said)) !== plain(published)) {
          expect(formOf(published)).toBe("bytes");
          expect(json).toBe(`{"$base64":"${Buffer.from(published).toString("base64")}"}`);
        } else if (isJson(said)) {
          expect([formOf(published), json]).toEqual(["json", said]);
        } else {
          expect(formOf(published)).toBe("text");
          expect(JSON.parse(json)).toBe(said);
        }
      }),
    );
  });

  it.each([
    ["23.50", "json", "23.50"],
    ["12345678901234567890", "json", "12345678901234567890"],
    [' {"a": 1}\n', "json", ' {"a": 1}\n'],
    ['"ON"', "json", '"ON"'],
    ["ON", "text", '"ON"'],
    ["true story", "text", '"true story"'],
    ["", "text", '""'],
    ["\ufeff23", "text", '"\ufeff23"'],
    ["1\u00a0", "text", '"1\u00a0"'],
    ["[1,]", "text", '"[1,]"'],
  ])("M11 %j is %s and heard as %s", (published, form, json) => {
    const came = utf8(published);
    expect([formOf(came), jsonOf(came)]).toEqual([form, json]);
    expect(sizeOf(came)).toBe(came.byteLength);
  });

  it("M12 comes back as the same bytes, whatever JSON they look like", () => {
    fc.assert(
      fc.property(bytes, (published) => {
        expect(plain(bytesOf(published))).toBe(plain(published));
      }),
    );
  });

  it("M11 the beginning of its value is the beginning of the whole value", () => {
    fc.assert(
      fc.property(content, fc.nat(60), (came, length) => {
        expect(jsonStartOf(came, length).slice(0, length)).toBe(jsonOf(came).slice(0, length));
      }),
    );
  });
});

describe("what is published as a JSON value", () => {
  it("M12 is bytes by what it is: the bare text of a string, the bytes of base64, the JSON text of all else", () => {
    fc.assert(
      fc.property(value, (json) => {
        const is: unknown = JSON.parse(json);
        const form = formOf(json);
        expect(jsonOf(json)).toBe(json);
        if (typeof is === "string") {
          expect([form, plain(bytesOf(json))]).toEqual(["text", plain(utf8(is))]);
        } else if (form === "bytes") {
          expect(is).toEqual({ $base64: Buffer.from(bytesOf(json)).toString("base64") });
        } else {
          expect([form, plain(bytesOf(json))]).toEqual(["json", plain(utf8(json))]);
        }
      }),
    );
  });

  it.each([
    ['{"$base64":"AP8="}', "bytes", "00ff"],
    ['\n{ "\\u0024base64" : "AP8=" }', "bytes", "00ff"],
    ['{"$base64":""}', "bytes", ""],
    ['{"$base64":"AP8"}', "json", null],
    ['{"$base64":"AP9="}', "json", null],
    ['{"$base64":"AP8=","a":1}', "json", null],
    ['{"$base64":1}', "json", null],
    ['[{"$base64":"AP8="}]', "json", null],
    ['"\\ud800"', "json", null],
  ])("M12 %s is %s", (json, form, hex) => {
    expect(formOf(json)).toBe(form);
    expect(plain(bytesOf(json))).toBe(hex ?? plain(utf8(json)));
  });

  it("M11 M12 its bytes, published as bytes, are heard as the same value, but where a string says JSON", () => {
    fc.assert(
      fc.property(value, (json) => {
        const again = jsonOf(bytesOf(json));
        const is: unknown = JSON.parse(json);
        if (typeof is === "string" && isJson(is)) expect(again).toBe(is);
        else if (formOf(json) !== "bytes") expect(JSON.parse(again)).toEqual(is);
        else expect(plain(bytesOf(again))).toBe(plain(bytesOf(json)));
      }),
    );
  });
});

describe("over history and restarts", () => {
  const WIDE = { perTopic: 1000, total: 10_000, bytes: 64 * 1024 * 1024, ageMs: 86_400_000 };

  async function restartedWith(all: readonly Content[], open: () => HistoryStore): Promise<Topics> {
    const clock = new ManualClock();
    const begin = async () => {
      const store = open();
      const topics = new Topics(clock, WIDE);
      topics.restore(await store.load());
      const log = new SilentLog();
      const behind = new WriteBehind({ topics, store, clock, log, maxBytes: () => WIDE.bytes });
      behind.start();
      return { topics, behind };
    };
    const before = await begin();
    for (const one of all) before.topics.note({ topic: "a/b", content: one, payload: null }, null, null);
    await before.behind.close();
    before.topics.close();
    const after = await begin();
    await after.behind.close();
    after.topics.close();
    return after.topics;
  }

  it("O26 M12 every message is what it was: its bytes, its value, its form, its size", async () => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-content-"));
    let run = 0;
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(content, { maxLength: 12 }), fc.boolean(), async (all, isOnDisk) => {
          const path = join(folder, `${run++}.db`);
          const shelf = new HistoryShelf();
          const topics = await restartedWith(all, () =>
            isOnDisk ? openInThread(path).store : new MemoryHistory(shelf),
          );
          const came = topics.last("a/b", 100);
          expect(came.map(({ bytes: published }) => plain(published))).toEqual(all.map((one) => plain(bytesOf(one))));
          expect(came.map(({ json, form, size }) => [json, form, size])).toEqual(
            all.map((one) => [jsonOf(one), formOf(one), sizeOf(one)]),
          );
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
