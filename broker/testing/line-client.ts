/** Owns a client that nobody here wrote, as a process: it prints a line for each frame that it hears, and sends the lines that it is given. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export class LineClient {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(program: string, ...options: readonly string[]) {
    this.#child = spawn(program, [...options], { stdio: "pipe" });
    this.#child.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error when it ended instead */
  async next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the client ended");
    return value;
  }

  send(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Harmless when it has ended already. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill();
    await once(this.#child, "exit");
  }
}
