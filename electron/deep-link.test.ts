/** Owns the proof that a link asks for a screen and a filter, and that nothing else is a link of ours. */
import { describe, expect, it } from "vitest";
import { linkArgument, parseDeepLink } from "./deep-link.ts";

describe("a link", () => {
  it("names a screen, and what to filter there", () => {
    expect(parseDeepLink("signalbox://open/traffic")).toEqual({ screen: "traffic", filter: null });
    expect(parseDeepLink("signalbox://open/connections?filter=token%3Aapp%20x")).toEqual({
      screen: "connections",
      filter: "token:app x",
    });
    expect(parseDeepLink("SIGNALBOX://open/access/")).toEqual({ screen: "access", filter: null });
  });

  it("written in any other way is none", () => {
    for (const text of [
      "",
      "signalbox:",
      "signalbox:open/traffic",
      "signalbox://open",
      "signalbox://open/",
      "signalbox://open/nowhere",
      "signalbox://open/traffic/more",
      "signalbox://open/../traffic%2f..",
      "signalbox://delete/traffic",
      "signalbox://user:pass@open/traffic",
      "signalbox://open:80/traffic",
      "signalbox://open/traffic#x",
      "signalbox://open/traffic?run=1",
      "signalbox://open/traffic?filter=a&filter=b",
      "signalbox://open/traffic?filter=a%0Ab",
      `signalbox://open/traffic?filter=${"x".repeat(501)}`,
      "https://open/traffic",
      "javascript:alert(1)",
    ]) {
      expect(parseDeepLink(text), text).toBeUndefined();
    }
  });

  it("is found among arguments, and the program's own name is none", () => {
    expect(linkArgument(["signalbox", "--port=1", "signalbox://open/traffic"])).toBe("signalbox://open/traffic");
    expect(linkArgument(["signalbox://open/traffic"])).toBeUndefined();
  });
});
