/** Owns the file that the desktop's log goes to: written without waiting, the one before it kept, bounded. */
import { appendFile, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** One file of the two; beyond it the log of a busy week would fill the disk. */
const FILE_BYTES = 5 * 1024 * 1024;

/** A destination for the engine's log. Lines that cannot be written are lost, since there is nowhere to say so. */
export class LogFile {
  readonly #file: string;
  #bytes: number;
  #pending: string[] = [];
  #writing = false;

  constructor(file: string) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    this.#bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** One line, its newline included. */
  write(line: string): void {
    this.#pending.push(line);
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
    } catch {
      this.#pending.push(`{"level":40,"msg":"the log file could not be turned"}\n`);
    }
  }
}
