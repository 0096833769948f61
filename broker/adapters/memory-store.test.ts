/** The stores in memory keep the store's contract. */
import { expect, it } from "vitest";
import { StoreError } from "../ports/store.ts";
import { describeChatStore } from "../testing/chat-store-contract.ts";
import { SlowStore } from "../testing/slow-store.ts";
import { describeStore } from "../testing/store-contract.ts";
import { MemoryStore } from "./memory-store.ts";

describeStore("memory", () => new MemoryStore());
describeChatStore("memory", () => new MemoryStore());
describeStore("memory, with a slow disk", () => new SlowStore());
describeChatStore("memory, with a slow disk", () => new SlowStore());

it("S10 a store in memory has no file to copy and says so", async () => {
  await expect(new MemoryStore().backup("copy.db")).rejects.toThrow(StoreError);
});
