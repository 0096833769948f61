/** The SQLite history keeps the port's contract, and what only a file can do: stay small, be private, be set aside. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { describeHistory } from "../testing/history-contract.ts";
import { openSqliteHistory } from "./sqlite-history.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-history-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describeHistory("sqlite", {
  begin: () => {},
  open: async () => (await openSqliteHistory(join(folder, "history.db"))).store,
});
