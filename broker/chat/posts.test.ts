/** Tests chat messages on their way to a disk that is held. */
import { beforeEach, expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import { StoreError } from "../ports/store.ts";
import { SeededRandom } from "../testing/seeded-random.ts";
import { type SlowChatStore, SlowStore } from "../testing/slow-store.ts";
import { Posts } from "./posts.ts";

const AT = "2026-01-01T00:00:00.000Z";
const FULL = new StoreError("full", "the disk is full");

let store: SlowChatStore;
let posts: Posts;
/** What became of each message, in the order in which it was told. */
let told: string[];
beforeEach(() => {
  store = new SlowStore().chat;
  store.isHeld = true;
  store.addRoom({ name: "lobby", kind: "public", createdAt: AT, members: [] });
  posts = new Posts(store);
  told = [];
});

const draft = (body: string) => ({ room: "lobby", body, author: null, createdAt: AT });

function post(...texts: readonly string[]): void {
  for (const body of texts) {
    posts.add({
      draft: draft(body),
      kept: (message) => void told.push(message.body),
      refused: (error) => void told.push(`${body} ${error.kind}`),
    });
  }
}

const stored = () => store.messages({ room: "lobby", limit: 10_000 }).map(({ body }) => body);

it("H3 messages that come while the disk is waited for go there together, and each is handed on when it is there", () => {
  post("a", "b", "c");
  expect(store.batches).toEqual([1]);
  expect(told).toEqual([]);
  store.land();
  expect(told).toEqual(["a"]);
  expect(store.batches).toEqual([1, 2]);
  store.land();
  expect(told).toEqual(["a", "b", "c"]);
  expect(store.waits).toBe(0);
});

it("H3 whose write fails is told so, and the next ones are kept", () => {
  post("a", "b", "c");
  store.fail(FULL);
  expect(told).toEqual(["a full"]);
  store.land();
  expect(told).toEqual(["a full", "b", "c"]);
  expect(stored()).toEqual(["c", "b"]);
});

it("H3 a batch that the store does not take is refused as a whole", () => {
  post("a", "b", "c");
  store.take({ deleted: ["lobby"], made: [], changed: [] });
  store.addMessages = () => {
    throw FULL;
  };
  store.fail(FULL);
  expect(told).toEqual(["a full", "b full", "c full"]);
});

it("H3 who cannot wait comes after all that was said before, which is handed on by then", () => {
  post("a", "b", "c");
  expect(posts.addNow(draft("d")).body).toBe("d");
  expect(told).toEqual(["a", "b", "c"]);
  expect(stored()).toEqual(["d", "c", "b", "a"]);
  expect(store.waits).toBe(1);
  post("e");
  store.land();
  expect(told).toEqual(["a", "b", "c", "e"]);
});

it("H3 when the store refuses who cannot wait, those that gathered are refused too and those that settle go on", () => {
  post("a", "b");
  store.addMessagesNow = () => {
    throw FULL;
  };
  expect(() => posts.addNow(draft("c"))).toThrow(FULL);
  expect(told).toEqual(["b full"]);
  store.land();
  expect(told).toEqual(["b full", "a"]);
});

it("H3 draining hands on everything, costs nothing when nothing waits, and says nothing of a refusal to who drains", () => {
  posts.drain();
  expect(store.waits).toBe(0);
  post("a", "b");
  posts.drain();
  expect(told).toEqual(["a", "b"]);
  posts.drain();
  expect(store.waits).toBe(1);
  post("c", "d");
  store.addMessagesNow = () => {
    throw FULL;
  };
  posts.drain();
  expect(told).toEqual(["a", "b", "d full"]);
});

it("H3 a disk that hangs holds up no more messages than the limit says", () => {
  const texts = Array.from({ length: LIMITS.chatMessagesGathered + 1 }, (_, index) => `m${index}`);
  post(...texts.slice(0, -1));
  expect(told).toEqual([]);
  post(...texts.slice(-1));
  expect(told).toEqual(texts);
  expect(store.waits).toBe(1);
});

it("H3 a message that is said because of another comes after all that are durable by then", () => {
  post("a");
  const answered = {
    draft: draft("b"),
    kept: () => {
      told.push("b");
      posts.addNow(draft("answer"));
      told.push("answer");
    },
    refused: () => expect.unreachable(),
  };
  posts.add(answered);
  post("c");
  store.land();
  store.land();
  expect(told).toEqual(["a", "b", "c", "answer"]);
  expect(stored().reverse()).toEqual(["a", "b", "c", "answer"]);
});

it("H3 whatever comes between, each message is told once, what is kept in the order of the posts and of the store", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = new SeededRandom(seed);
    store = new SlowStore().chat;
    store.isHeld = true;
    store.addRoom({ name: "lobby", kind: "public", createdAt: AT, members: [] });
    posts = new Posts(store);
    told = [];
    const said: string[] = [];
    const refused: string[] = [];
    for (let step = 0; step < 60; step++) {
      const body = `m${step}`;
      switch (random.int(8)) {
        case 0:
          said.push(body);
          told.push(posts.addNow(draft(body)).body);
          break;
        case 1:
          posts.drain();
          break;
        case 2:
        case 3:
          store.land();
          break;
        case 4:
          store.fail(FULL);
          break;
        default:
          said.push(body);
          post(body);
      }
    }
    posts.drain();
    const kept = told.filter((text) => !text.endsWith(" full"));
    refused.push(...told.filter((text) => text.endsWith(" full")).map((text) => text.slice(0, -" full".length)));
    expect([...kept, ...refused].sort(), `seed ${seed}`).toEqual(said.toSorted());
    expect(kept, `seed ${seed}`).toEqual(said.filter((body) => !refused.includes(body)));
    expect(stored().reverse(), `seed ${seed}`).toEqual(kept);
  }
});
