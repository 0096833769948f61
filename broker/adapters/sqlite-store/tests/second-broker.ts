/** A process that opens the store and keeps it until it is killed. */
import { writeSync } from "node:fs";
import { openSqliteStore } from "../../sqlite-store.ts";

const path = process.argv[2];
if (!path) throw new Error("which database?");
const store = openSqliteStore(path);
writeSync(1, `open ${store.load().revision}\n`);
setInterval(() => store.load(), 60_000);
