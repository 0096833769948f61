/** The SQLite store keeps the store's contract, and what only a file can do: persist, migrate, be copied, be private. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { describeStore } from "../testing/store-contract.ts";
import { openSqliteStore } from "./sqlite-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describeStore("sqlite", () => openSqliteStore(join(folder, "signalbox.db"), { busyMs: 50 }));
