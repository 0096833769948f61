/** Checks the end of a real server after an exception that nothing caught: in order, said, and with its history. */
import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { MessageView } from "../../contract/nouns.ts";
import { BrokerClient } from "../broker-client.ts";
import { type Ended, SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

let folder: TemporaryFolder;
const running: SignalboxProcess[] = [];
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop("SIGKILL")));
  folder.remove();
});

/** Fails in the thread that is asked for, once a file is there. */
const PLANT = `
  import { existsSync } from "node:fs";
  import { isMainThread } from "node:worker_threads";
  const [thread, kind] = process.env.PLANTED.split(" ");
  if (thread === (isMainThread ? "main" : "thread")) {
    const timer = setInterval(() => {
      if (!existsSync(process.env.PLANTED_FILE)) return;
      clearInterval(timer);
      if (kind === "throws") throw new Error("planted");
      if (kind === "exits") process.exit(3);
      Promise.reject(new Error("planted"));
    }, 20);
    timer.unref();
  }
`;

const Messages = z.object({ items: z.array(MessageView) });

async function start(planted: string): Promise<SignalboxProcess> {
  const server = await SignalboxProcess.start(["--port", "0", "--data", folder.file("data")], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PLANT)}`,
    PLANTED: planted,
    PLANTED_FILE: folder.file("now"),
  });
  running.push(server);
  return server;
}

/** The lines of its log that are errors. */
const errorsOf = ({ stderr }: Ended) =>
  stderr
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { level: number; msg: string; error?: string })
    .filter(({ level }) => level >= 50);

describe("an exception that nothing caught", () => {
  it.each(["main throws", "main rejects", "thread throws", "thread rejects"])(
    "Z7 %s: clients get 1001, one line says so with its stack, the exit code is 1, and the history is there",
    async (planted) => {
      const server = await start(planted);
      const { status, body } = await server.call("POST", "/tokens", {});
      expect(status).toBe(201);
      const { secret, id } = z.object({ secret: z.string(), id: z.string() }).parse(body);
      const tag = z.object({ id: z.string() }).parse((await server.call("POST", "/tags", { pattern: "a" })).body);
      await server.call("PUT", "/permissions", { tokenId: id, tagId: tag.id, access: "read" });
      const client = new BrokerClient(new URL("/", server.ready.broker).href.replace(/\/$/, ""), {
        secret,
        filters: ["a"],
      });
      await client.opened;
      await server.call("POST", "/messages", { topic: "a", message: "kept" });
      writeFileSync(folder.file("now"), "");
      const [closed, ended] = await Promise.all([client.closed, server.ended]);
      expect(closed.code).toBe(1001);
      expect(ended.code).toBe(1);
      const errors = errorsOf(ended);
      expect(errors).toHaveLength(1);
      expect(errors[0]?.msg).toContain("nothing caught");
      expect(errors[0]?.error).toContain("Error: planted\n");
      const second = await SignalboxProcess.start(["--port", "0", "--data", folder.file("data")]);
      running.push(second);
      const { items } = Messages.parse((await second.call("GET", "/messages?topic=a")).body);
      expect(items.map(({ json }) => json)).toEqual(['"kept"']);
    },
    60_000,
  );

  it("Z7 a thread of the history that is gone ends the process too, and the log says that nothing could be saved", async () => {
    const server = await start("thread exits");
    writeFileSync(folder.file("now"), "");
    const ended = await server.ended;
    expect(ended.code).toBe(1);
    expect(errorsOf(ended)[0]?.error).toContain("the history's thread ended");
  }, 60_000);
});
