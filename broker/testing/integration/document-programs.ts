/** Owns the programs and files of the documents, letter for letter, and how a program is run. */
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LineClient } from "../line-client.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FENCE = /^( *)```(python|js|javascript|sh|json)\n([\s\S]*?)\n\1```$/gm;

export interface DocumentBlock {
  /** `docs/protocols/chat.md js`: page and language; a second one of a page is `… sh 2`. */
  readonly name: string;
  readonly language: "python" | "js" | "sh" | "json";
  readonly text: string;
}

/** Those of the README and of every page in `docs`. */
export function documentBlocks(): readonly DocumentBlock[] {
  return ["README.md", ...globSync("docs/**/*.md", { cwd: ROOT }).sort()].flatMap(blocksOf);
}

function blocksOf(page: string): readonly DocumentBlock[] {
  const seen = new Map<string, number>();
  return [...readFileSync(`${ROOT}${page}`, "utf8").matchAll(FENCE)].map(([, indent = "", fence, text = ""]) => {
    const language = fence === "python" || fence === "sh" || fence === "json" ? fence : "js";
    const count = (seen.get(language) ?? 0) + 1;
    seen.set(language, count);
    const name = `${page} ${language}${count > 1 ? ` ${count}` : ""}`;
    return { name, language, text: text.replaceAll(new RegExp(`^${indent}`, "gm"), "") };
  });
}

export interface Reader {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  /** What the reader puts where the page says YOUR-SECRET; of a shell the admin key. */
  readonly secret: string;
  /** The shell's home folder, and the one in which a program is run. */
  readonly home: string;
}

/** Files that a program names lie in the folder in which it is run; the admin key is where the pages have it. */
const IN_FOLDER = 'cd "$0" && ADMIN_KEY="$2" exec /usr/bin/python3 -u -c "$1"';

/** As a reader of the page runs it. */
export function runProgram({ language, text }: DocumentBlock, { host, secret, home }: Reader): LineClient {
  const program = text.replaceAll(/(?:localhost|127\.0\.0\.1):8001/g, host).replaceAll("YOUR-SECRET", secret);
  switch (language) {
    case "python":
      // Debian's Python, which has the package; another one on the PATH may not.
      return new LineClient("sh", "-c", IN_FOLDER, home, program, secret);
    case "js":
      return new LineClient(process.execPath, "--input-type=module", "-e", program);
    case "sh":
      return new LineClient("sh", "-c", `HOME='${home}'; ADMIN_KEY='${secret}'; ${program}`);
    case "json":
      throw new Error("a file is no program");
    default:
      return language satisfies never;
  }
}
