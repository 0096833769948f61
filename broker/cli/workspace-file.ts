/** Owns reading a workspace file and saying which field of it is wrong. */
import { readFileSync } from "node:fs";
import { decodeText } from "../contract/text-encoding.ts";
import { Workspace } from "../contract/workspace.ts";
import { faultsText, withoutFaults, workspaceFaults } from "../contract/workspace-faults.ts";
import { textOf, usage } from "./failure.ts";

/** `-` reads stdin. With `leaveOut`, wrong rows are told and left out. @throws Failure 2 naming the file and every wrong row */
export function readWorkspace(
  file: string,
  options: { readonly leaveOut?: boolean; readonly told?: (line: string) => void } = {},
): Workspace {
  let document: unknown;
  try {
    const text = decodeText(readFileSync(file === "-" ? 0 : file));
    if (text.trim() === "") throw new Error("it is empty");
    document = JSON.parse(text);
  } catch (error) {
    throw usage(`The workspace file ${file} cannot be read (${textOf(error)}); name a file made by signalbox export`);
  }
  const faults = workspaceFaults(document);
  if (faults.length === 0) return Workspace.parse(document);
  const version = faults.find(({ path, reason }) => path[0] === "signalbox" && reason.startsWith("a newer"));
  if (version !== undefined) throw usage(`The workspace file ${file} cannot be read (${version.reason}); ${OTHER}`);
  if (options.leaveOut === true) {
    const rest = withoutFaults(document, faults);
    const still = workspaceFaults(rest);
    for (const { field, reason } of faults) options.told?.(`left out: ${field}: ${reason}`);
    if (still.length === 0) return Workspace.parse(rest);
  }
  const many = faults.length === 1 ? "one wrong row" : `${faults.length} wrong rows`;
  throw usage(`The workspace file ${file} has ${many} (${faultsText(faults)}); mend it, or ${CHOICE}`);
}

const OTHER = "import it with that version, or name a file made by signalbox export of this one";
const CHOICE = "import it with --leave-out-wrong, without wrong tags, tokens, permissions and names";
