/** A foreign process that holds a write transaction on a database until it is told to let go. */
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import Database from "better-sqlite3";

const database = new Database(process.argv[2]);
database.exec("BEGIN IMMEDIATE; UPDATE policy SET settings = settings");
writeSync(1, "held\n");
createInterface(process.stdin).once("line", () => {
  database.exec("ROLLBACK");
  database.close();
  writeSync(1, "released\n");
  process.exit(0);
});
