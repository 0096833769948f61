import { describe, expect, it } from "vitest";
import { credentialsWords, topicsWord } from "./handshake-words.ts";

const secretHint = "8fQ2••••w1";

describe("the handshake of a connection", () => {
  it.each([
    ["broker", "header", "Authorization", `Token ${secretHint}`],
    ["broker", "subprotocol", "Subprotocol token", secretHint],
    ["chat", "query", "Query token", secretHint],
    ["realtime", "frame", "Authenticate frame", secretHint],
    ["pubsub", "none", "Credentials", "none: anonymous"],
  ] as const)("of %s by %s names where its secret stood, masked", (dialect, credentialsBy, name, value) => {
    expect(credentialsWords({ dialect, credentialsBy, secretHint })).toEqual([name, value]);
  });

  it("calls a tag only what the broker dialect asked for at the door", () => {
    const words = ["broker", "pubsub", "realtime", "chat"].map((dialect) => topicsWord({ dialect }));
    expect(words).toEqual(["Tag", "Subscribed to", "Subscribed to", "Room"]);
  });
});
