/** Checks that a simulated client speaks the chat protocol, over real sockets. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SandboxClient } from "../../contract/sandbox.ts";
import { type ChatUnderTest, startChat, user } from "../../testing/chat-harness.ts";
import { chatCodec } from "../codecs/chat-codec.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
  await stand.room("attic", "private", ["alice", "bob"]);
});
afterEach(() => stand.stop());

async function clientWhere(id: string, isWanted: (client: SandboxClient) => boolean): Promise<SandboxClient> {
  for (;;) {
    const { items } = (await stand.api("GET", "/sandbox/clients")).body;
    const client = items.find((each: { id: string }) => each.id === id);
    if (isWanted(client)) return client;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function connected(userId: string, filters: readonly string[]): Promise<string> {
  const { id: tokenId } = await stand.token({}, { subject: user(userId) });
  const draft = { name: userId, tokenId, dialect: "chat", filters };
  const { id } = (await stand.api("POST", "/sandbox/clients", draft)).body;
  await stand.api("POST", `/sandbox/clients/${id}/connect`);
  return id;
}

describe("a simulated chat client", () => {
  it("B1 H3 enters the room of its filter, says what it is given, and hears it too", async () => {
    const id = await connected("alice", ["chat/attic"]);
    await clientWhere(id, ({ state }) => state.kind === "online");
    const bob = await stand.enter("attic", await stand.person("bob"));
    const sent = { clientId: id, topic: "chat/attic", template: '{"body":"hello"}', format: "json" };
    await stand.api("POST", "/sandbox/publish", sent);
    const { message } = await bob.heard("hello");
    const { last } = await clientWhere(id, ({ received }) => received === 1);
    expect(last[0]).toMatchObject({ topic: "chat/attic", text: JSON.stringify(message) });
    await stand.api("DELETE", "/rooms/attic/members/user/alice");
    const { state } = await clientWhere(id, ({ state: now }) => now.kind === "closed");
    expect(state).toMatchObject({ kind: "closed", close: { code: 4003 } });
  });

  it("B4 H2 is told what is wrong, and where it may not enter", async () => {
    const id = await connected("alice", ["attic"]);
    await clientWhere(id, ({ state }) => state.kind === "online");
    await stand.api("POST", "/sandbox/publish", { clientId: id, topic: "x", template: '""', format: "json" });
    const { refusal } = await clientWhere(id, ({ refused }) => refused === 1);
    expect(refusal).toMatchObject({ code: "body", message: "This field is required." });
    const stranger = await connected("mallory", ["attic"]);
    const { state } = await clientWhere(stranger, ({ state: now }) => now.kind === "closed");
    expect(state).toMatchObject({ close: { code: 4003 } });
  });

  it("B4 says texts as they are, of objects the body, and anything else as JSON", () => {
    const wish = { secret: null, filters: [], name: "n" };
    const said = ['"hi"', '{"body":"hi"}', "5", "[1]"].map(
      (json) => JSON.parse(chatCodec.publish("t", json, wish)).body,
    );
    expect(said).toEqual(["hi", "hi", "5", "[1]"]);
  });
});
