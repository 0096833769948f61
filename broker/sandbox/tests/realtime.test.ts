/** Checks that a simulated client speaks the realtime protocol, over real sockets. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SandboxClient } from "../../contract/sandbox.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
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

async function online(filters: readonly string[], rights: Parameters<EngineUnderTest["token"]>[0]) {
  const { id: tokenId } = await stand.token(rights, { subject: { userType: "user", userId: "1" } });
  const draft = { name: "Phone", tokenId, dialect: "realtime", filters };
  const id = String((await stand.api("POST", "/sandbox/clients", draft)).body.id);
  await stand.api("POST", `/sandbox/clients/${id}/connect`);
  const client = await clientWhere(id, ({ state }) => state.kind === "online");
  return { id, tokenId, client };
}

describe("a simulated realtime client", () => {
  it("B1 Q3 stands when it is authenticated and subscribed, and hears topics and what is sent to it", async () => {
    const { id, client } = await online(["chat:1"], { "chat:1": "read" });
    const [connection] = await stand.connections();
    expect(client.state).toMatchObject({ connectionId: connection?.id });
    expect(connection).toMatchObject({ dialect: "realtime", filters: ["chat:1", "user:1"] });
    await stand.api("POST", "/messages", { topic: "chat:1", json: "12345678901234567890" });
    await stand.api("POST", "/realtime/users/user/1/send", { data: { title: "hello" } });
    const { last } = await clientWhere(id, ({ received }) => received === 2);
    expect(last.map(({ topic, text }) => [topic, text])).toEqual([
      ["(direct)", '{"title":"hello"}'],
      ["chat:1", "12345678901234567890"],
    ]);
  });

  it("B1 Q6 is told of a topic that it may not hear, and of one that it lost", async () => {
    await stand.api("PATCH", "/settings", { enforcement: "minimal" });
    const { id, tokenId } = await online(["chat:1", "chat:2"], { "chat:1": "read" });
    const denied = await clientWhere(id, ({ refused }) => refused === 1);
    expect(denied.refusal).toMatchObject({ code: "filter-not-covered", message: "Access denied to topic: chat:2" });
    await stand.api("DELETE", `/permissions/${await stand.permissionId(tokenId, "chat:1")}`);
    const lost = await clientWhere(id, ({ refused }) => refused === 2);
    expect(lost.refusal).toMatchObject({ code: "unsubscribed", message: "permission revoked: chat:1" });
  });

  it("B1 Q11 answers a question with what was asked", async () => {
    await online([], {});
    const { body } = await stand.api("POST", "/realtime/users/user/1/request", { data: { n: 1 } });
    expect(body).toMatchObject({ answered: true, answer: { n: 1 } });
  });

  it("B6 Q7 publishes custom messages, which nobody may answer", async () => {
    const { id } = await online([], {});
    const message = { clientId: id, topic: "greet", template: "{}", format: "json" };
    await stand.api("POST", "/sandbox/publish", message);
    const { refusal } = await clientWhere(id, ({ refused }) => refused === 1);
    expect(refusal).toMatchObject({ code: "message-unsupported" });
  });
});
