/** Owns the programs of the documents, Python and JavaScript, letter for letter, and how each is run. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LineClient } from "../line-client.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FENCE = /^( *)```(python|js|javascript)\n([\s\S]*?)\n\1```$/gm;

export interface DocumentProgram {
  /** `docs/protocols/chat.md js`: page and language; a page has one a language. */
  readonly name: string;
  readonly language: "python" | "js";
  readonly text: string;
}

/** Those of the README and of every page in `docs`. */
export function documentPrograms(): readonly DocumentProgram[] {
  return ["README.md", ...globSync("docs/**/*.md", { cwd: ROOT }).sort()].flatMap((page) =>
    [...readFileSync(`${ROOT}${page}`, "utf8").matchAll(FENCE)].map(([, indent = "", fence, text = ""]) => {
      const language = fence === "python" ? "python" : "js";
      return { name: `${page} ${language}`, language, text: text.replaceAll(new RegExp(`^${indent}`, "gm"), "") };
    }),
  );
}

/** Runs it against the server at `host`, with that secret where the reader is to put theirs. */
export function runProgram({ language, text }: DocumentProgram, host: string, secret: string): LineClient {
  const program = text.replaceAll(/(?:localhost|127\.0\.0\.1):8001/g, host).replaceAll("YOUR-SECRET", secret);
  // Debian's Python, which has the package; another one on the PATH may not.
  return language === "python"
    ? new LineClient("/usr/bin/python3", "-u", "-c", program)
    : new LineClient(process.execPath, "--input-type=module", "-e", program);
}
