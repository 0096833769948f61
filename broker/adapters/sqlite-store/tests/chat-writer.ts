/** A process that adds chat messages without pause, a few at a time, and prints the id of each once it has settled. */
import { writeSync } from "node:fs";
import { openSqliteStore } from "../../sqlite-store.ts";

const KEEP = 1_000_000;

const path = process.argv[2];
if (!path) throw new Error("which database?");
writeSync(1, "opening\n");
const { chat } = openSqliteStore(path);
if (chat.loadRooms().length === 0) {
  chat.addRoom({ name: "lobby", kind: "public", createdAt: new Date().toISOString(), members: [] });
}
writeSync(1, "open\n");
for (let round = 0; ; round++) {
  const createdAt = new Date().toISOString();
  const drafts = Array.from({ length: 1 + (round % 5) }, () => ({ room: "lobby", body: "x", author: null, createdAt }));
  const ids = await new Promise<readonly number[]>((resolve, reject) => {
    const { messages } = chat.addMessages(drafts, KEEP, (error) => {
      if (error === null) resolve(messages.map(({ id }) => id));
      else reject(error);
    });
  });
  for (const id of ids) writeSync(1, `${id}\n`);
}
