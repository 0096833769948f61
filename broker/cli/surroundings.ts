/** Owns what a command sees of the world: its environment, its two outputs. Tests hand in their own. */
import { homedir } from "node:os";
import { Outputs } from "./outputs.ts";

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** One line for whoever asked; the newline is added. */
  readonly out: (line: string) => void;
  /** One line beside the answer: warnings, failures. */
  readonly err: (line: string) => void;
  /** Called by a command that goes on when the readers of its outputs have gone; absent where nobody reads. */
  readonly serves?: () => void;
}

export function ofThisProcess(): Surroundings {
  const { out, err, serves } = new Outputs(process.stdout, process.stderr, (code) => {
    process.exitCode = code;
  });
  return { env: process.env, platform: process.platform, home: homedir(), out, err, serves };
}
