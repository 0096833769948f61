/** Two JSON texts as lines: laid out without touching a digit, and what the second took away and added; pure. */
import { diffArrays } from "diff";
import { LineReader } from "./line-reader.ts";
import { jsonLines, type TextLine } from "./text-lines.ts";

/** Longer texts are not compared: each line of them would be held against each other one. */
const COMPARED_LENGTH = 256 * 1024;
const COMPARED_LINES = 5_000;
/** Places in which two texts may differ, and how long they are compared; beyond it a difference tells a person nothing. */
const MOST_EDITS = 2_000;
const COMPARED_MS = 200;

/** Undefined when they are too large, or differ in too many places. */
export function diffLines(before: string, after: string): readonly TextLine[] | undefined {
  const old = comparable(before);
  const now = comparable(after);
  if (old === undefined || now === undefined) return undefined;
  const compare = (a: TextLine, b: TextLine) => wordsOf(a) === wordsOf(b);
  const options = { comparator: compare, maxEditLength: MOST_EDITS, timeout: COMPARED_MS };
  const changes = diffArrays([...old], [...now], options);
  if (changes === undefined) return undefined;
  return paired(
    changes.flatMap(({ value, added, removed }) => {
      const kind = added ? "added" : removed ? "removed" : "same";
      return value.map(({ parts }): TextLine => ({ kind, parts }));
    }),
  );
}

/** `lines` cut to so many characters each. */
export function* cutLines(lines: Iterable<TextLine>, columns: number): Generator<TextLine> {
  for (const { kind, parts } of lines) {
    let row: TextLine["parts"][number][] = [];
    let width = 0;
    for (const part of parts) {
      for (let at = 0; at < part.text.length; ) {
        const end = at + Math.max(1, columns - width);
        const text = part.text.slice(at, end);
        row.push({ kind: part.kind, text });
        width += text.length;
        at = end;
        if (width < columns) continue;
        yield { kind, parts: row };
        row = [];
        width = 0;
      }
    }
    if (width > 0 || parts.length === 0) yield { kind, parts: row };
  }
}

function comparable(text: string): readonly TextLine[] | undefined {
  if (text.length > COMPARED_LENGTH) return undefined;
  const reader = new LineReader(jsonLines(text, Number.POSITIVE_INFINITY));
  reader.readTo(COMPARED_LINES + 1);
  return reader.lines.length > COMPARED_LINES ? undefined : reader.lines;
}

/** Made once a line: lines are compared many times. */
const words = new WeakMap<TextLine, string>();

function wordsOf(line: TextLine): string {
  const known = words.get(line);
  if (known !== undefined) return known;
  const made = line.parts.map(({ text }) => text).join("");
  words.set(line, made);
  return made;
}

/** Within one change each line that went stands before the one that came in its place, as a person compares them. */
function paired(lines: readonly TextLine[]): readonly TextLine[] {
  const out: TextLine[] = [];
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
