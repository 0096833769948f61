/** Owns what a command sees of the world: its environment, its two outputs. Tests hand in their own. */
import { homedir } from "node:os";

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** One line for whoever asked; the newline is added. */
  readonly out: (line: string) => void;
  /** One line beside the answer: warnings, failures. */
  readonly err: (line: string) => void;
}

export const ofThisProcess = (): Surroundings => ({
  env: process.env,
  platform: process.platform,
  home: homedir(),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
