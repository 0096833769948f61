/** Owns reading the workspace files that a person opens or picks: by name, bounded, as text for the page to judge. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { LIMITS } from "../broker/contract/limits.ts";
import type { PickedFile } from "./host-surface.ts";

export const WORKSPACE_SUFFIX = ".signalbox.json";

/** The workspace file among a command line's arguments, as file managers pass it. */
export function workspaceArgument(args: readonly string[]): string | undefined {
  return args.slice(1).find((argument) => !argument.startsWith("-") && argument.endsWith(WORKSPACE_SUFFIX));
}

/** @throws Error when it cannot be read or is larger than the admin API takes */
export async function readWorkspaceFile(path: string): Promise<PickedFile> {
  const { size } = await stat(path);
  if (size > LIMITS.adminBodyBytes) throw new Error(`${basename(path)} is larger than ${LIMITS.adminBodyBytes} bytes`);
  return { name: basename(path), text: await readFile(path, "utf8") };
}
