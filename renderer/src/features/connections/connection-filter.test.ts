/** Tests the filter language of Connections. */
import { describe, expect, it } from "vitest";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { parseConnectionFilter, termProblem } from "./connection-filter.ts";

const phone: ConnectionView = {
  id: "con_1",
  tokenId: "tok_phone",
  tokenName: "Phone app",
  subject: { userType: "device", userId: "phone-1" },
  dialect: "broker",
  address: "192.168.1.44:60233",
  userAgent: "okhttp",
  secretHint: "8fQ2••••w1",
  credentialsBy: "header",
  filters: ["home/+/door", "alerts/#"],
  state: "online",
  messagesIn: 318,
  messagesOut: 21_410,
  bytesIn: 10,
  bytesOut: 20,
  queueFrames: 12,
  queueBytes: 900,
  dropped: 0,
  refused: 0,
  latencyMs: 2.1,
  connectedAt: "2026-03-14T14:02:09.000Z",
  closed: null,
};

function passes(input: string): boolean {
  return parseConnectionFilter(input).test(phone);
}

describe("the filter language", () => {
  it("finds a client by what it calls itself, and others never", () => {
    const { test } = parseConnectionFilter("client:subscriber");
    expect([test({ ...phone, clientId: "subscriber1" }), test(phone)]).toEqual([true, false]);
    expect(parseConnectionFilter("-client:subscriber").test(phone)).toBe(true);
  });

  it.each([
    ["", true],
    ["phone", true],
    ["PHONE-1", true],
    ["kitchen", false],
    ["token:phone", true],
    ['token:"Phone app"', true],
    ["token:tok_phone", true],
    ["subject:phone-1", true],
    ["subject:app", false],
    ["address:192.168.1.44", true],
    ["filter:home/+/door", true],
    ["filter:home/+/temp", false],
    ["state:online queue>10", true],
    ["queue>12", false],
    ["queue>=12", true],
    ["in<400 out>20000", true],
    ["ms=2.1", true],
    ["-phone", false],
    ["-token:wall queue>10", true],
  ])("takes %s as %s", (input, expected) => {
    expect(passes(input)).toBe(expected);
  });
  it("takes an unknown name before a colon as free text, since addresses hold colons", () => {
    expect(passes("44:60233")).toBe(true);
  });
  it("names what is wrong with a number term", () => {
    expect(termProblem("queue>many")).toBe("queue> needs a number.");
    expect(termProblem("-size>3")).toContain("is no number of a connection");
    expect(termProblem("queue>3")).toBeNull();
  });
  it("leaves a wrong term out and keeps the others", () => {
    expect(passes("queue>many phone ")).toBe(true);
    expect(passes("queue>many kitchen ")).toBe(false);
  });
  it("is empty for blanks and for wrong terms alone", () => {
    expect(parseConnectionFilter("  ").isEmpty).toBe(true);
    expect(parseConnectionFilter("queue> ").isEmpty).toBe(true);
  });
});
