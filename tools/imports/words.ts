/** Owns words that must not stand in a room, where no import could tell. */

import type { Source, Violation } from "./check.ts";
import { isTest } from "./rooms.ts";

interface WordRule {
  /** Whose files it is about: a folder, or one file. */
  readonly at: readonly string[];
  readonly words: RegExp;
  readonly rule: string;
}

export const WORD_RULES: readonly WordRule[] = [
  {
    at: ["broker/dialects/"],
    words: /websocket|opcode|close frame|RFC 6455/i,
    rule: "a dialect knows no transport: what it says is framed by its Wire",
  },
];

/** Comments are left out: they may say why it is so. */
const COMMENT = /\/\*.*?\*\/|\/\/[^\n]*/gs;

/** Every broken rule, in the order of the files. */
export function checkWords(sources: Iterable<Source>, rules: readonly WordRule[] = WORD_RULES): readonly Violation[] {
  const violations: Violation[] = [];
  for (const { path, text } of sources) {
    if (isTest(path)) continue;
    const judged = rules.filter(({ at }) => at.some((place) => path.startsWith(place)));
    if (judged.length === 0) continue;
    const lines = text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, " ")).split("\n");
    for (const { words, rule } of judged) {
      for (const [at, line] of lines.entries()) {
        const found = words.exec(line);
        if (found) violations.push({ file: path, line: at + 1, imported: `"${found[0]}"`, rule });
      }
    }
  }
  return violations;
}
