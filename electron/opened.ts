/** Owns what the app is opened with, by argument or by event: a link or a workspace file, as a request for the page. */
import { linkArgument, parseDeepLink } from "./deep-link.ts";
import type { HostRequest } from "./host-surface.ts";
import { readWorkspaceFile, workspaceArgument } from "./workspace-file.ts";

export type Opened = { readonly kind: "link" | "file"; readonly text: string };

/** The first thing of ours among a command line's arguments. */
export function openedBy(args: readonly string[]): Opened | undefined {
  const link = linkArgument(args);
  if (link !== undefined) return { kind: "link", text: link };
  const file = workspaceArgument(args);
  return file === undefined ? undefined : { kind: "file", text: file };
}

/** What cannot be opened is told in one sentence, to the page that would have shown it. */
export async function requestFor({ kind, text }: Opened): Promise<HostRequest> {
  if (kind === "link") {
    const link = parseDeepLink(text);
    return link === undefined
      ? { kind: "trouble", message: "The link asks for nothing that this Signalbox knows." }
      : { kind: "show", ...link };
  }
  try {
    return { kind: "file", ...(await readWorkspaceFile(text)) };
  } catch (error) {
    return {
      kind: "trouble",
      message: `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
