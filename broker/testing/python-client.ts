/** Owns a client that nobody here wrote: Python's websockets in a process of its own, its events as they come. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const SCRIPTS = fileURLToPath(new URL("../../e2e/clients/", import.meta.url));

const Event = z.discriminatedUnion("event", [
  z.object({ event: z.literal("open") }),
  z.object({ event: z.literal("message"), text: z.string() }),
  z.object({ event: z.literal("close"), code: z.int(), reason: z.string() }),
]);
type Event = z.infer<typeof Event>;

export class PythonClient {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #events: AsyncIterator<string>;

  /** `script`: a file of `e2e/clients`. */
  constructor(script: string, ...options: readonly string[]) {
    // Debian's Python, which has the package; another one on the PATH may not.
    this.#child = spawn("/usr/bin/python3", [`${SCRIPTS}${script}`, ...options], { stdio: "pipe" });
    this.#child.stderr.pipe(process.stderr);
    this.#events = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The next thing it saw. @throws Error when it ended instead */
  async next(): Promise<Event> {
    const { value, done } = await this.#events.next();
    if (done) throw new Error("the Python client ended");
    return Event.parse(JSON.parse(value));
  }

  /** Sends one frame, as text. */
  send(frame: string): void {
    this.#child.stdin.write(`${frame}\n`);
  }

  /** Harmless when it has ended already. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill();
    await once(this.#child, "exit");
  }
}
