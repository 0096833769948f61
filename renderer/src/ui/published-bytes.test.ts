import { expect, it } from "vitest";
import { base64Of, bytesIn, payloadPreview } from "./published-bytes.ts";

const value = (bytes: readonly number[]) => JSON.stringify({ $base64: btoa(String.fromCharCode(...bytes)) });
const every = Array.from({ length: 256 }, (_, byte) => byte);

it("F2 the bytes of a binary payload are shown as they came", () => {
  expect([...(bytesIn(value(every)) ?? [])]).toEqual(every);
  expect([...(bytesIn('{ "\\u0024base64": "\\/9j\\/" }') ?? [])]).toEqual([0xff, 0xd8, 0xff]);
  expect(bytesIn('{"$base64":""}')).toEqual(new Uint8Array());
});

it("F2 a payload that is cut shows the bytes of which it still tells", () => {
  const cut = value(every).slice(0, 40);
  const shown = [...(bytesIn(cut) ?? [])];
  expect(shown.length).toBeGreaterThan(15);
  expect(shown).toEqual(every.slice(0, shown.length));
});

it.each(['{"a":1}', '"text"', "[]", "null", '{"$base64":1}', '{"$base64":"AP8=","a":1}', '{"$base64":"?"}'])(
  "F2 %s is no binary payload",
  (json) => {
    expect(bytesIn(json)).toBeNull();
  },
);

it("F2 a row shows the first bytes", () => {
  expect(payloadPreview('{"a":1}', "json")).toBe('{"a":1}');
  expect(payloadPreview(value([0xff, 0xd8, 0, 1]), "bytes")).toBe("ff d8 00 01");
  expect(payloadPreview(value(every), "bytes")).toMatch(/^00 01 02 .* 17 …$/);
});

it("A7 a file is sent as base64", () => {
  const large = Uint8Array.from({ length: 50_000 }, (_, at) => at % 251);
  expect(base64Of(large)).toBe(btoa(Array.from(large, (byte) => String.fromCharCode(byte)).join("")));
  expect(base64Of(new Uint8Array())).toBe("");
});
