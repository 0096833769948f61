/** Owns reading the workspace files that a person opens: by name, bounded, as text for the page to judge. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { LIMITS } from "../broker/contract/limits.ts";
import { decodeText } from "../broker/contract/text-encoding.ts";

export interface WorkspaceFile {
  /** Base name; the page never learns a path. */
  readonly name: string;
  readonly text: string;
}

/** What an export is called; the second is there for systems that know a file by what stands after its last dot alone. */
export const WORKSPACE_SUFFIXES = [".signalbox.json", ".signalbox"] as const;

/** The workspace file among a command line's arguments, as file managers pass it. */
export function workspaceArgument(args: readonly string[]): string | undefined {
  return args.slice(1).find((argument) => !argument.startsWith("-") && hasSuffix(argument));
}

function hasSuffix(path: string): boolean {
  return WORKSPACE_SUFFIXES.some((suffix) => path.endsWith(suffix));
}

/** @throws Error when it cannot be read, is larger than the admin API takes, or in no encoding that is known here */
export async function readWorkspaceFile(path: string): Promise<WorkspaceFile> {
  const { size } = await stat(path);
  if (size > LIMITS.adminBodyBytes) throw new Error(`${basename(path)} is larger than ${LIMITS.adminBodyBytes} bytes`);
  return { name: basename(path), text: decodeText(await readFile(path)) };
}
