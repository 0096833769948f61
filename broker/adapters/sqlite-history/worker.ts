/** Owns the thread that has the history's database: it answers one request after the other. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { openHistory } from "./open.ts";
import type { Answer, Request } from "./protocol.ts";

function serve(port: MessagePort, path: string): void {
  const { database, rows, history, setAside } = openHistory(path, Date.now());
  const answer = (value: Answer): void => port.postMessage(value);

  const handle = (request: Request): void => {
    switch (request.kind) {
      case "write":
        rows.write(request.batch);
        return;
      case "close":
        database.close();
        return;
      default:
        request satisfies never;
    }
  };

  port.on("message", (request: Request) => {
    try {
      handle(request);
      answer({ kind: "done" });
    } catch (error) {
      answer({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
    if (request.kind === "close") port.close();
  });
  answer({ kind: "opened", history, setAside });
}

if (parentPort !== null) serve(parentPort, String((workerData as { path: string }).path));
