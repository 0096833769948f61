/** Owns two messages as lines: laid out without touching a digit, and what the second took away and added. */
import { diffArrays } from "diff";

export interface Part {
  readonly key: number;
  readonly kind: "plain" | "key" | "text" | "number";
  readonly text: string;
}

export interface Line {
  readonly key: string;
  readonly kind: "same" | "added" | "removed";
  readonly parts: readonly Part[];
}

/** Longer messages are compared as one line each: laying them out would hold the window up. */
const LAID_OUT = 64 * 1024;

/** `before` null: nothing to compare with, every line is the same. */
export function diffLines(before: string | null, after: string): readonly Line[] {
  const now = layOut(after);
  if (before === null) return now.map((text, at) => lineOf("same", text, at));
  const lines: Line[] = [];
  for (const { value, added, removed } of diffArrays([...layOut(before)], [...now])) {
    const kind = added ? "added" : removed ? "removed" : "same";
    for (const text of value) lines.push(lineOf(kind, text, lines.length));
  }
  return paired(lines);
}

/** A JSON text over lines, two blanks a level; its tokens stay as they are written. Anything else is one line. */
export function layOut(json: string): readonly string[] {
  if (json.length > LAID_OUT) return [json];
  const lines: string[] = [];
  let line = "";
  let depth = 0;
  const end = () => {
    lines.push(line);
    line = "  ".repeat(depth);
  };
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    const last = tokens[at - 1];
    if (token === "{" || token === "[") {
      line += token;
      if (next === "}" || next === "]") continue;
      depth++;
      end();
    } else if (token === "}" || token === "]") {
      if (last !== "{" && last !== "[") {
        depth--;
        end();
      }
      line += token;
    } else if (token === ",") {
      line += token;
      end();
    } else line += token === ":" ? ": " : token;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** Within one change each line that went stands before the one that came in its place, as a person compares them. */
function paired(lines: readonly Line[]): readonly Line[] {
  const out: Line[] = [];
  for (let at = 0; at < lines.length; ) {
    const from = at;
    while (lines[at]?.kind === "removed") at++;
    const removed = lines.slice(from, at);
    const middle = at;
    while (lines[at]?.kind === "added") at++;
    const added = lines.slice(middle, at);
    if (removed.length === 0 && added.length === 0) {
      const line = lines[at];
      if (line) out.push(line);
      at++;
      continue;
    }
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      for (const line of [removed[index], added[index]]) if (line) out.push(line);
    }
  }
  return out;
}

const TOKEN = /("(?:[^"\\]|\\.)*")(?=(\s*:)?)|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/g;

function lineOf(kind: Line["kind"], text: string, at: number): Line {
  const parts: Part[] = [];
  let done = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token, quoted, colon] = match;
    if (match.index > done) parts.push({ key: done, kind: "plain", text: text.slice(done, match.index) });
    const look = quoted === undefined ? "number" : colon === undefined ? "text" : "key";
    parts.push({ key: match.index, kind: look, text: token });
    done = match.index + token.length;
  }
  if (done < text.length) parts.push({ key: done, kind: "plain", text: text.slice(done) });
  return { key: `${kind}-${at}`, kind, parts };
}
