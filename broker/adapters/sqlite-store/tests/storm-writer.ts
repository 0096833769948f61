/** A process that commits without pause and prints each revision once its commit has returned. */
import { writeSync } from "node:fs";
import { auditRow } from "../../../testing/policy-rows.ts";
import { openSqliteStore } from "../../sqlite-store.ts";
import { changeTo } from "./revision-policy.ts";

const path = process.argv[2];
if (!path) throw new Error("which database?");
writeSync(1, "opening\n");
const store = openSqliteStore(path);
writeSync(1, "open\n");
for (let revision = store.load().revision + 1; ; revision++) {
  store.commit(changeTo(revision), auditRow(revision));
  writeSync(1, `${revision}\n`);
}
