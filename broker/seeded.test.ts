/** Owns the proof that a seed repeats everything that clients hear: ids, replies, order. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { SeededChance } from "./adapters/seeded-chance.ts";
import { putDocument } from "./console/workspace/library.ts";
import type { Chance } from "./ports/chance.ts";
import { DeskUnderTest } from "./testing/desk-harness.ts";
import type { FakeLink } from "./testing/fake-link.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Forty clients of three protocols, two hundred messages, a rule that answers by chance, and an edit that closes some. Everything heard, as one sum. */
async function run(chance?: Chance): Promise<string> {
  const under = new DeskUnderTest(undefined, undefined, chance);
  const { id, secret } = under.token({ "all/#": "readwrite" });
  const reader = under.token({ "all/#": "read" });
  putDocument(under.corridor, {
    kind: "autoReply",
    name: "chance",
    enabled: true,
    pattern: "all/ask",
    condition: "",
    replyTopic: "all/answer",
    template: '{"n":{{random 1 1000000}}}',
    delayMs: 0,
    tokenId: null,
  });
  const clients: FakeLink[] = [];
  for (let made = 0; made < 15; made++) {
    clients.push(under.connect(secret, "all/#"), under.connect(reader.secret, "all/1/#"));
    const pubsub = under.knock("/ws/", { authorization: `Token ${secret}` });
    pubsub.say({ type: "subscribe", topic: "all/#", client_id: `c${made}` });
    clients.push(pubsub);
  }
  await turn();
  for (let sent = 0; sent < 200; sent++) {
    clients[(sent * 3) % clients.length]?.publish(sent % 10 === 0 ? "all/ask" : `all/${sent % 3}/x`, sent);
    await turn();
  }
  under.edit({ kind: "token.delete", id });
  await turn();
  const heard = clients.map(({ texts, closedWith }) => [texts, closedWith]);
  under.desk.close();
  return createHash("sha256").update(JSON.stringify(heard)).digest("hex");
}

it("SD1 SD2 the same seed gives the same bytes to every client, another seed others", async () => {
  const sums = new Set<string>();
  for (let again = 0; again < 5; again++) sums.add(await run(new SeededChance(11)));
  expect(sums.size).toBe(1);
  expect(sums.has(await run(new SeededChance(12)))).toBe(false);
  expect(sums.has(await run())).toBe(false);
});
