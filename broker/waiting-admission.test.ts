/** Tests that a client may wait for its slot, or for the program around the engine, and is then judged by the policy of that moment (C11). */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SystemChance } from "./adapters/system-chance.ts";
import { createRoom, deleteRoom } from "./console/chat/chat-rooms.ts";
import { LIMITS } from "./contract/limits.ts";
import type { ConnectingClient, Hooks } from "./ports/hooks.ts";
import { DeskUnderTest } from "./testing/desk-harness.ts";
import type { FakeLink } from "./testing/fake-link.ts";
import { SlowSlots } from "./testing/slow-slots.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));
/** Only who has a limit waits for a slot (N31). */
const MANY = { maxConnections: 10_000 };
const ada = { userType: "user", userId: "ada" };

let slots: SlowSlots;
let under: DeskUnderTest;
beforeEach(() => {
  slots = new SlowSlots();
  under = new DeskUnderTest(undefined, undefined, new SystemChance(), slots);
});
afterEach(() => under.desk.close());

const sessions = () => [...under.core.registry.all()];
const newestRejection = () => [...under.core.journals.doorlog.newest()][0];

/** A client of each protocol that asks to be let in with this secret. */
const WAYS_IN: Readonly<Record<string, (secret: string) => FakeLink>> = {
  broker: (secret) => under.connect(secret, "a"),
  pubsub: (secret) => under.knock("/ws/", { authorization: `Bearer ${secret}` }),
  chat: (secret) => under.knock("/ws/chatroom/lobby", { authorization: `Bearer ${secret}` }),
  realtime: (secret) => {
    const link = under.knock("/ws/realtime/");
    link.say({ type: "authenticate", token: secret });
    return link;
  },
};

function lobby(): void {
  createRoom(under.corridor, { name: "lobby" }, "http");
}

describe("a client that waits for its slot", () => {
  it.each(Object.keys(WAYS_IN))("C11 %s: is no session before the slot comes, and one after it", async (protocol) => {
    lobby();
    const token = under.token({ a: "readwrite" }, { subject: ada, maxConnections: 1 });
    const link = WAYS_IN[protocol]?.(token.secret);
    await turn();
    expect([sessions().length, slots.waiting, link?.closedWith]).toEqual([0, 1, null]);
    await slots.answer();
    expect(sessions()).toMatchObject([{ tokenId: token.id, dialect: { name: protocol } }]);
    const second = WAYS_IN[protocol]?.(token.secret);
    await slots.answer();
    expect(second?.closedWith).toMatchObject({ code: 4004 });
    expect([sessions().length, under.core.slots.of(token.id)]).toEqual([1, 1]);
    link?.goneWith(1006);
    expect(under.core.slots.of(token.id)).toBe(0);
  });

  it.each(Object.keys(WAYS_IN))(
    "C11 C6 %s: that leaves meanwhile gives its slot back when it comes",
    async (protocol) => {
      lobby();
      const token = under.token({ a: "readwrite" }, { subject: ada, maxConnections: 100 });
      WAYS_IN[protocol]?.(token.secret).goneWith(1006);
      await slots.answer();
      expect([sessions().length, under.core.slots.of(token.id)]).toEqual([0, 0]);
    },
  );

  it.each(Object.keys(WAYS_IN))(
    "C11 %s: is judged again from the first step, by the policy of then",
    async (protocol) => {
      lobby();
      const token = under.token({ a: "readwrite" }, { subject: ada, maxConnections: 100 });
      const link = WAYS_IN[protocol]?.(token.secret);
      under.edit({ kind: "token.update", id: token.id, patch: { enabled: false } });
      await slots.answer();
      expect([sessions().length, under.core.slots.of(token.id)]).toEqual([0, 0]);
      expect(newestRejection()).toMatchObject({ step: "token-disabled", dialect: protocol });
      if (protocol !== "realtime") expect(link?.closedWith).toMatchObject({ code: 4003 });
    },
  );

  it.each(Object.keys(WAYS_IN))("C11 Y1 R10 %s: is turned away with 1001 when the broker stops", async (protocol) => {
    lobby();
    const token = under.token({ a: "readwrite" }, { subject: ada, maxConnections: 100 });
    const link = WAYS_IN[protocol]?.(token.secret);
    under.desk.stopServing();
    expect(link?.closedWith).toMatchObject({ code: 1001 });
    under.desk.startServing();
    await slots.answer();
    expect([sessions().length, under.core.slots.of(token.id)]).toEqual([0, 0]);
  });

  it("C11 H1 the protocol's own condition is judged again as well", async () => {
    lobby();
    const token = under.token({}, { subject: ada, maxConnections: 100 });
    const link = under.knock("/ws/chatroom/lobby", { authorization: `Bearer ${token.secret}` });
    deleteRoom(under.corridor, "lobby", "http");
    await slots.answer();
    expect(link.closedWith).toMatchObject({ code: 4404 });
    expect(under.core.slots.of(token.id)).toBe(0);
  });

  it("C11 C2 a filter that the policy of then does not cover rejects it", async () => {
    const token = under.token({ a: "read" }, MANY);
    const link = under.connect(token.secret, "a");
    const [permission] = [...under.core.policy.current.permissions.values()];
    under.edit({ kind: "permission.delete", id: permission?.id ?? "" });
    await slots.answer();
    expect(link.closedWith).toMatchObject({ code: 4003 });
    expect(under.core.slots.of(token.id)).toBe(0);
  });

  it("C11 C6 a limit that changes meanwhile is asked about anew: up, and down", async () => {
    const token = under.token({ a: "read" }, { maxConnections: 1 });
    const [first, second] = [under.connect(token.secret, "a"), under.connect(token.secret, "a")];
    under.edit({ kind: "token.update", id: token.id, patch: { maxConnections: 2 } });
    await slots.answer();
    await slots.answer();
    expect([sessions().length, first.closedWith, second.closedWith]).toEqual([2, null, null]);
    const third = under.connect(token.secret, "a");
    under.edit({ kind: "token.update", id: token.id, patch: { maxConnections: 3 } });
    await slots.answer();
    under.edit({ kind: "token.update", id: token.id, patch: { maxConnections: 2 } });
    while (slots.waiting > 0) await slots.answer();
    expect(third.closedWith).toMatchObject({ code: 4004 });
    expect([sessions().length, under.core.slots.of(token.id)]).toEqual([2, 2]);
  });

  it("C11 a secret that is another token's then is let in as that one, and each is counted once", async () => {
    const [old, next] = [under.token({ a: "read" }, MANY), under.token({ a: "read" }, MANY)];
    const link = under.connect(old.secret, "a");
    under.edit({ kind: "token.delete", id: old.id });
    under.edit({ kind: "token.update", id: next.id, patch: { secret: old.secret } });
    await slots.answer();
    await slots.answer();
    expect(link.closedWith).toBeNull();
    expect(sessions()).toMatchObject([{ tokenId: next.id }]);
    expect([under.core.slots.of(old.id), under.core.slots.of(next.id)]).toEqual([0, 1]);
  });

  it("C11 M5 what it sends meanwhile is heard in order, once it is let in", async () => {
    const token = under.token({ "a/#": "readwrite" }, MANY);
    const reader = under.connect(token.secret, "a/#");
    await slots.answer();
    const writer = under.connect(token.secret, "a/none");
    for (let number = 0; number < LIMITS.framesWaiting; number++) writer.publish("a/x", number);
    await turn();
    expect(reader.takeTexts()).toEqual([]);
    await slots.answer();
    await turn();
    const heard = reader.takeTexts().map((text) => JSON.parse(text).message);
    expect(heard).toEqual(Array.from({ length: LIMITS.framesWaiting }, (_, number) => number));
  });

  it.each([
    ["one frame more than may wait", LIMITS.framesWaiting + 1, 1],
    ["more bytes than may wait", 6, LIMITS.framesWaitingBytes / 5],
  ])("C11 %s: closed with 4008, and its slot is given back", async (_what, count, size) => {
    const token = under.token({ a: "readwrite" }, MANY);
    const link = under.connect(token.secret, "a");
    for (let sent = 0; sent < count; sent++) link.publish("a", "x".repeat(size));
    expect(link.closedWith).toMatchObject({ code: 4008 });
    expect(newestRejection()).toMatchObject({ step: "unauthenticated-too-many", code: 4008 });
    await slots.answer();
    expect([sessions().length, under.core.slots.of(token.id)]).toEqual([0, 0]);
  });

  it("C11 the bytes of all who wait are bounded, and given back by who leaves", async () => {
    const token = under.token({ a: "readwrite" }, MANY);
    const perLink = 4;
    const size = LIMITS.framesWaitingBytes / perLink;
    const links: FakeLink[] = [];
    for (let held = 0; held + size * perLink <= LIMITS.admissionFramesBytes; held += size * perLink) {
      const link = under.connect(token.secret, "a");
      for (let sent = 0; sent < perLink; sent++) link.say("x".repeat(size));
      links.push(link);
    }
    expect(links.every((link) => link.closedWith === null)).toBe(true);
    const late = under.connect(token.secret, "a");
    late.say("x");
    expect(late.closedWith).toMatchObject({ code: 4008 });
    for (const link of links) link.goneWith(1006);
    const after = under.connect(token.secret, "a");
    after.say("x");
    expect(after.closedWith).toBeNull();
  });

  it("C11 one that never gets its answer is closed after a while, with a reason", async () => {
    const token = under.token({ a: "read" }, MANY);
    const link = under.connect(token.secret, "a");
    under.clock.advance(LIMITS.admissionWaitMs);
    expect(link.closedWith).toMatchObject({ code: 1011 });
    expect(newestRejection()).toMatchObject({ step: "admission-too-slow" });
    await slots.answer();
    expect([sessions().length, under.core.slots.of(token.id)]).toEqual([0, 0]);
  });

  it("C11 Z1 one whose slot cannot be asked for is closed with 1011, and the failure is counted", async () => {
    const token = under.token({ a: "read" }, MANY);
    const link = under.connect(token.secret, "a");
    await slots.fail(new Error("not the bus"));
    expect(link.closedWith).toMatchObject({ code: 1011, reason: "internal error" });
    expect(under.core.faults.last?.place).toBe("handshake");
  });

  it("C11 Q1 as many may wait as clients that have not said who they are; one more is turned away, and leaves nothing", async () => {
    const token = under.token({ a: "read" }, MANY);
    for (let waiting = 0; waiting < LIMITS.strangers; waiting++) under.connect(token.secret, "a");
    const late = under.connect(token.secret, "a");
    expect(late.closedWith).toMatchObject({ code: 4004 });
    await slots.answer();
    expect([sessions().length, under.core.slots.of(token.id)]).toEqual([LIMITS.strangers, LIMITS.strangers]);
  });
});

describe("a program that has a say about who connects", () => {
  function withHook(canConnect: NonNullable<Hooks["canConnect"]>): DeskUnderTest {
    under = new DeskUnderTest(undefined, { canConnect });
    return under;
  }

  it.each(Object.keys(WAYS_IN))("C11 %s: is asked who connects, and may let wait or reject", async (protocol) => {
    const asked: ConnectingClient[] = [];
    const answers: ((welcome: boolean) => void)[] = [];
    withHook((client) => {
      asked.push(client);
      return new Promise((resolve) => void answers.push(resolve));
    });
    lobby();
    const token = under.token({ a: "read" }, { subject: ada, maxConnections: 100 });
    const [welcome, unwelcome] = [WAYS_IN[protocol]?.(token.secret), WAYS_IN[protocol]?.(token.secret)];
    expect(asked[0]).toEqual({ tokenId: token.id, dialect: protocol, subject: ada, address: "127.0.0.1:1" });
    expect(sessions()).toEqual([]);
    answers[0]?.(true);
    answers[1]?.(false);
    await turn();
    expect(sessions()).toMatchObject([{ link: welcome }]);
    expect(newestRejection()).toMatchObject({ step: "program-rejected", code: 4003, dialect: protocol });
    if (protocol !== "realtime") expect(unwelcome?.closedWith).toMatchObject({ code: 4003 });
    expect(under.core.slots.of(token.id)).toBe(1);
  });

  it("C11 an answer at once lets in or rejects at once", () => {
    withHook(({ subject }) => subject !== null);
    const [known, unknown] = [under.token({ a: "read" }, { subject: ada }), under.token({ a: "read" })];
    expect(under.connect(known.secret, "a").closedWith).toBeNull();
    expect(under.connect(unknown.secret, "a").closedWith).toMatchObject({ code: 4003 });
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
    ],
    ["rejects", () => Promise.reject(new Error("broken"))],
    ["answers what is no boolean", () => "yes" as unknown as boolean],
  ] as const)("C11 Z1 a hook that %s lets nobody in, and everybody else is served", async (_what, hook) => {
    withHook(hook);
    const token = under.token({ a: "read" }, MANY);
    const link = under.connect(token.secret, "a");
    await turn();
    expect(link.closedWith).toMatchObject({ code: 4003 });
  });

  it("C11 the policy of the moment counts, not the one that the program was asked under", async () => {
    let answer: (welcome: boolean) => void = () => undefined;
    withHook(() => new Promise((resolve) => (answer = resolve)));
    const token = under.token({ a: "read" }, MANY);
    const link = under.connect(token.secret, "a");
    under.edit({ kind: "token.update", id: token.id, patch: { enabled: false } });
    answer(true);
    await turn();
    expect(link.closedWith).toMatchObject({ code: 4003, reason: "token disabled" });
    expect(under.core.slots.of(token.id)).toBe(0);
  });
});

it("C11 where nobody is asked, nobody waits: the client is a session before its handshake returns, and no promise is made", () => {
  under = new DeskUnderTest();
  const token = under.token({ a: "read" }, MANY);
  const made = vi.spyOn(Promise.prototype, "then");
  under.connect(token.secret, "a");
  expect(sessions()).toHaveLength(1);
  expect(made).not.toHaveBeenCalled();
  made.mockRestore();
});
