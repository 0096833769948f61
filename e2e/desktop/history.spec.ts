/** Owns the proof that the built desktop app keeps its history: the bundle finds its thread, and a restart finds the messages. */
import { expect, test } from "./desktop-test.ts";
import { consoleClientOf } from "./host-page.ts";

test("what was published before the app was quit is there when it is started again", async ({ launch }) => {
  const first = launch();
  const client = await consoleClientOf((await first.page()).page);
  expect((await client.server.info()).history).toEqual({ storedIn: "file", trouble: null });
  for (const message of [1, 2, 3]) await client.messages.publish({ topic: "barn/door", message });
  const before = await client.messages.list({ topic: "barn/door" });
  expect(before.items.map(({ json }) => json)).toEqual(["3", "2", "1"]);

  expect(await first.quit()).toBe(0);

  const second = launch();
  const again = await consoleClientOf((await second.page()).page);
  expect(await again.messages.list({ topic: "barn/door" })).toEqual(before);
});
