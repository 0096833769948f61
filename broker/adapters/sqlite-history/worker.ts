/** Owns the thread that has the history's database: it answers one request after the other. */
import { type BigIntStats, statSync } from "node:fs";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { copyHistory, openHistory } from "./open.ts";
import type { Answer, Request } from "./protocol.ts";

/** Which file the path leads to: SQLite goes on writing to one that has no name any more, and nobody finds that. */
function identityOf(path: string): string | undefined {
  const found: BigIntStats | undefined = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev} ${found.ino}`;
}

function serve(port: MessagePort, path: string): void {
  const { database, rows, history, setAside } = openHistory(path, Date.now());
  const file = identityOf(path);
  const answer = (value: Answer): void => port.postMessage(value);

  const handle = async (request: Request): Promise<void> => {
    switch (request.kind) {
      case "write":
        if (identityOf(path) !== file)
          throw new Error(`${path} was moved, replaced or deleted; restart with the right data folder`);
        rows.write(request.batch);
        return;
      case "backup":
        return copyHistory(database, request.path, (share) => answer({ kind: "progress", share }));
      case "close":
        database.close();
        return;
      default:
        request satisfies never;
    }
  };

  const work = async (request: Request): Promise<void> => {
    try {
      await handle(request);
      answer({ kind: "done" });
    } catch (error) {
      answer({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
    if (request.kind === "close") port.close();
  };

  // One after the other: answers carry no name, and a copy is of the batches that came before it.
  let last = Promise.resolve();
  port.on("message", (request: Request) => {
    last = last.then(() => work(request));
  });
  // Before this line a failure ends the thread, which says that there is no history. The database is whole after any of ours: writes are transactions.
  const uncaught = (error: unknown): void =>
    answer({ kind: "uncaught", stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.on("uncaughtException", uncaught);
  process.on("unhandledRejection", uncaught);
  answer({ kind: "opened", history, setAside });
}

if (parentPort !== null) serve(parentPort, String((workerData as { path: string }).path));
