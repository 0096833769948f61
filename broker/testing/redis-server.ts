/** A redis-server of its own for tests, on a Unix socket, without a disk. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class RedisServer {
  readonly socket: string;
  readonly #folder: string;
  #process: ChildProcess | null = null;

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), "signalbox-redis-"));
    this.socket = join(this.#folder, "redis.sock");
  }

  /** Resolves when it accepts connections. @throws Error where Redis is not installed */
  async start(...options: string[]): Promise<void> {
    const where = ["--port", "0", "--unixsocket", this.socket, "--dir", this.#folder];
    const child = spawn("redis-server", [...where, "--save", "", "--appendonly", "no", ...options], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#process = child;
    const failed = once(child, "exit").then(() => {
      throw new Error("redis-server has ended");
    });
    const ready = new Promise<void>((resolve) => {
      let text = "";
      child.stdout?.on("data", (data: Buffer) => {
        text += data.toString();
        if (text.includes("eady to accept connections")) resolve();
      });
    });
    failed.catch(() => undefined);
    await Promise.race([ready, failed, once(child, "error").then(([error]) => Promise.reject(error))]);
  }

  /** As `kill -9`: everything that it held is gone. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  /** It answers nobody, and its connections stay. */
  pause(): void {
    this.#process?.kill("SIGSTOP");
  }

  resume(): void {
    this.#process?.kill("SIGCONT");
  }

  async close(): Promise<void> {
    this.resume();
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
