/** Owns the other processes of these tests: started, heard line by line, ended. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export class Child {
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #waiting = new Set<() => void>();
  #errors = "";
  #ended = false;

  /** Starts a script of this folder on the same Node. */
  constructor(script: string, ...args: string[]) {
    const path = fileURLToPath(new URL(script, import.meta.url));
    this.#process = spawn(process.execPath, [path, ...args], { stdio: ["pipe", "pipe", "pipe"] });
    const { stdout, stderr } = this.#process;
    if (!stdout || !stderr) throw new Error("the child has no pipes");
    stderr.on("data", (data: Buffer) => {
      this.#errors += data.toString();
    });
    createInterface(stdout).on("line", (line) => {
      this.lines.push(line);
      this.#wake();
    });
    this.#process.on("close", () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** Resolves when the child has printed `count` lines. @throws when it ends before */
  async untilLines(count: number): Promise<void> {
    while (this.lines.length < count) {
      if (this.#ended) throw new Error(`the child ended after ${this.lines.length} lines: ${this.#errors}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  say(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  /** Ends it as a power cut ends a process: at once, without a handler. Resolves when its last output is read. */
  async kill(): Promise<void> {
    if (this.#ended) return;
    const closed = once(this.#process, "close");
    this.#process.kill("SIGKILL");
    await closed;
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
