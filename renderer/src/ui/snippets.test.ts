/** Tests that the ready programs say what the person chose, and that no character breaks out of its quotes. */
import { describe, expect, it } from "vitest";
import { SNIPPET_KINDS, snippetOf } from "./snippets.ts";

const input = {
  url: "ws://127.0.0.1:8001/ws/brocker/",
  secret: "8fQ2secret",
  filters: ["home/+/door", "home/+/temp"],
  publishTo: "home/one/door",
};

describe("snippets", () => {
  it("names secret and filters in every language", () => {
    for (const kind of SNIPPET_KINDS) {
      const program = snippetOf(kind, input);
      expect(program).toContain("8fQ2secret");
      expect(program).toContain("home/+/door,home/+/temp");
    }
  });
  it("publishes where the token may, and says so where it may not", () => {
    for (const kind of SNIPPET_KINDS) {
      const listens = snippetOf(kind, { ...input, publishTo: null });
      expect(listens).not.toContain("home/one/door");
      expect(snippetOf(kind, input).split("home/one/door").length).toBe(kind === "websocat" ? 3 : 2);
    }
  });
  it("gives websocat only what its manual documents: headers with an equals sign, a preamble, the address", () => {
    const [line = ""] = snippetOf("websocat", input).split("\n\n");
    const words = line.replaceAll("\\\n", " ").match(/(?:[^\s']|'[^']*')+/g) ?? [];
    expect(words.map((word) => word.replace(/=.*/, ""))).toEqual([
      "websocat",
      "-H",
      "-H",
      "--preamble",
      `'${input.url}'`,
    ]);
  });
  it("parts the address for a device that wants host, port and path", () => {
    expect(snippetOf("Arduino", input)).toContain('socket.begin("127.0.0.1", 8001, "/ws/brocker/")');
  });
  it("takes TLS and its default port from the address", () => {
    const program = snippetOf("Arduino", { ...input, url: "wss://house.example/ws/brocker/" });
    expect(program).toContain('socket.beginSSL("house.example", 443, "/ws/brocker/")');
  });
  it("keeps quotes and backslashes of a secret inside their string", () => {
    const secret = `it's"a\\b`;
    expect(snippetOf("Node", { ...input, secret })).toContain('"Token it\'s\\"a\\\\b"');
    expect(snippetOf("websocat", { ...input, secret })).toContain(`'Authorization: Token it'\\''s"a\\b'`);
  });
});
