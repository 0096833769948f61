/** Files of other tools' encodings are read as the text that they hold. */
import { describe, expect, it } from "vitest";
import { decodeText, EncodingError } from "../text-encoding.ts";

const TEXT = '{"name":"Küche 北京 🔔"}\r\n';
const LITTLE = Buffer.from(TEXT, "utf16le");
const mark = (...bytes: number[]) => Buffer.from(bytes);

describe("the text of a file", () => {
  it.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a byte order mark", Buffer.concat([mark(0xef, 0xbb, 0xbf), Buffer.from(TEXT)])],
    ["UTF-16 as PowerShell 5 writes it", Buffer.concat([mark(0xff, 0xfe), LITTLE])],
    ["UTF-16, big end first", Buffer.concat([mark(0xfe, 0xff), Buffer.from(LITTLE).swap16()])],
    ["UTF-16 without a mark", LITTLE],
    ["UTF-16, big end first, without a mark", Buffer.from(LITTLE).swap16()],
  ])("Y9 is read from %s", (_name, bytes) => {
    expect(decodeText(bytes)).toBe(TEXT);
  });

  it.each([
    ["", ""],
    ["a", "a"],
    ["\ufeff", ""],
  ])("Y9 may be as short as %j", (text, read) => {
    expect(decodeText(Buffer.from(text))).toBe(read);
  });

  it.each([
    ["an old code page", Buffer.from(TEXT, "latin1")],
    ["UTF-16 that is cut in the middle of a character", Buffer.concat([mark(0xff, 0xfe), LITTLE.subarray(0, -1)])],
    ["half of a surrogate pair", Buffer.concat([mark(0xff, 0xfe), Buffer.from('"\ud83d"', "utf16le")])],
  ])("Y9 in %s is refused, and its letters are not replaced", (_name, bytes) => {
    expect(() => decodeText(bytes)).toThrow(EncodingError);
    expect(() => decodeText(bytes)).toThrow("save it as UTF-8");
  });
});
