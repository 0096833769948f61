/** Owns the log file of the desktop: JSON lines, the previous run's tail kept, bounded. */
import { appendFile, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { EngineConfig } from "../broker/index.ts";

type Log = EngineConfig["log"];
type Level = "info" | "warn" | "error";

/** One file of the two; beyond it the log of a busy week would fill the disk. */
const FILE_BYTES = 5 * 1024 * 1024;

/** Writes without waiting; lines that cannot be written are lost, since there is nowhere to say so. */
export class FileLog implements Log {
  readonly #file: string;
  #bytes: number;
  #pending: string[] = [];
  #writing = false;

  constructor(file: string) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    this.#bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Left out: nobody turns it on in a desktop app, and it would fill the file. */
  debug(): void {}

  info(fields: Record<string, unknown>, message: string): void {
    this.#write("info", fields, message);
  }

  warn(fields: Record<string, unknown>, message: string): void {
    this.#write("warn", fields, message);
  }

  error(fields: Record<string, unknown>, message: string): void {
    this.#write("error", fields, message);
  }

  #write(level: Level, fields: Record<string, unknown>, message: string): void {
    this.#pending.push(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...plain(fields) })}\n`);
    if (!this.#writing) this.#flush();
  }

  #flush(): void {
    if (this.#bytes > FILE_BYTES) this.#turn();
    const text = this.#pending.splice(0).join("");
    this.#bytes += Buffer.byteLength(text);
    this.#writing = true;
    appendFile(this.#file, text, () => {
      this.#writing = false;
      if (this.#pending.length > 0) this.#flush();
    });
  }

  #turn(): void {
    this.#bytes = 0;
    try {
      renameSync(this.#file, `${this.#file}.1`);
    } catch (error) {
      this.#pending.push(`${JSON.stringify({ level: "warn", message: "log not turned", ...plain({ error }) })}\n`);
    }
  }
}

/** Errors have no own enumerable fields: JSON would drop them. */
function plain(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]),
  );
}
