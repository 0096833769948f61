/** Owns reading a workspace file and saying which field of it is wrong. */
import { readFileSync } from "node:fs";
import { decodeText } from "../contract/text-encoding.ts";
import { Workspace } from "../contract/workspace.ts";
import { textOf, usage } from "./failure.ts";

/** `-` reads stdin. @throws Failure 2 naming the file and the field */
export function readWorkspace(file: string): Workspace {
  let document: unknown;
  try {
    document = JSON.parse(decodeText(readFileSync(file === "-" ? 0 : file)));
  } catch (error) {
    throw usage(`The workspace file ${file} cannot be read (${textOf(error)}); name a file made by signalbox export`);
  }
  const parsed = Workspace.safeParse(document);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue && issue.path.length > 0 ? issue.path.join(".") : "the document";
  throw usage(`The workspace file ${file} is not a workspace (${where}: ${issue?.message ?? "invalid"}); mend it`);
}
