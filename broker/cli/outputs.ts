/** The two outputs of this process, whose readers may go away before everything is said. */
import { textOf } from "./failure.ts";

/** What a shell shows for a program that SIGPIPE ended: 128 and the signal's number. */
const READER_GONE = 141;
/** A bug or a refusal of the world around us, as in `ExitCode`. */
const NOT_WRITTEN = 1;

type Output = Pick<NodeJS.WriteStream, "write" | "on">;

export class Outputs {
  readonly #stdout: Output;
  readonly #stderr: Output;
  readonly #exitWith: (code: number) => void;
  #isServer = false;
  #isLost = false;

  /** `exitWith` sets the code with which the process will end. Node throws an error of an output that nobody listens to. */
  constructor(stdout: Output, stderr: Output, exitWith: (code: number) => void) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#exitWith = exitWith;
    stdout.on("error", (error: NodeJS.ErrnoException) => this.#lost(error));
    // There is nowhere left to report it, and what was asked for is done all the same.
    stderr.on("error", () => undefined);
  }

  readonly out = (line: string): void => {
    if (!this.#isLost) this.#stdout.write(`${line}\n`);
  };

  readonly err = (line: string): void => {
    this.#stderr.write(`${line}\n`);
  };

  /** From now on a lost reader is no reason to end with anything but 0: a server serves those who are connected. */
  readonly serves = (): void => {
    this.#isServer = true;
  };

  /** The command still does its work: only its answer has no reader. */
  #lost(error: NodeJS.ErrnoException): void {
    if (this.#isLost) return;
    this.#isLost = true;
    if (this.#isServer) return;
    const isReaderGone = error.code === "EPIPE";
    if (!isReaderGone) this.err(`signalbox: the answer cannot be written (${textOf(error)}); give it another place`);
    this.#exitWith(isReaderGone ? READER_GONE : NOT_WRITTEN);
  }
}
