/** Owns how a command ends without having done its work: one sentence, one exit code. */

/** 0 is success or a graceful stop; 1 a refused call, or a bug of ours; 2 something the person must change first. */
export type ExitCode = 0 | 1 | 2;

/** An expected failure. The message is one sentence that names the thing and says what to do. */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = "Failure";
    this.exitCode = exitCode;
  }
}

/** The person must change something first: a flag, a file, a port. */
export const usage = (message: string): Failure => new Failure(2, message);

/** The server was asked and said no, or was not there. */
export const refused = (message: string): Failure => new Failure(1, message);

/** What went wrong, as text, whatever was thrown. */
export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
