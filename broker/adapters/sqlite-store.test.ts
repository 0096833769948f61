/** The SQLite store keeps the store's contract, and what only a file can do: persist, migrate, be copied, be private. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeChatStore } from "../testing/chat-store-contract.ts";
import { describeStore } from "../testing/store-contract.ts";
import { openSqliteStore } from "./sqlite-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describeChatStore("sqlite", () => openSqliteStore(join(folder, "signalbox.db"), { busyMs: 50 }));
describeStore("sqlite", () => openSqliteStore(join(folder, "signalbox.db"), { busyMs: 50 }));

it("H8 rooms, members and messages are there again after a restart, and ids go on", () => {
  const path = join(folder, "signalbox.db");
  const first = openSqliteStore(path);
  const createdAt = "2026-01-01T00:00:00.000Z";
  first.chat.addRoom({ name: "lobby", kind: "public", createdAt, members: [] });
  const id = first.chat.addMessagesNow([{ room: "lobby", body: "hello", author: null, createdAt }], 10)[0]?.id ?? 0;
  first.close();
  const second = openSqliteStore(path);
  expect(second.chat.loadRooms()).toMatchObject([{ name: "lobby", messages: 1, last: { id, body: "hello" } }]);
  const again = second.chat.addMessagesNow([{ room: "lobby", body: "again", author: null, createdAt }], 10);
  expect(again).toMatchObject([{ id: id + 1 }]);
  second.close();
});
