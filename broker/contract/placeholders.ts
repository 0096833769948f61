/** Owns placeholders in templates of messages: `{{seq}}` and its like, parsed once and expanded at each send. */
import { LIMITS } from "./limits.ts";

/** What every placeholder may draw from; a caller with more to offer extends it and its vocabulary. */
export interface PlaceholderContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Counts the sends of one template, from 1. */
  readonly seq: number;
  /** In [0, 1). Seeded in tests. */
  random(): number;
}

/** One word of the vocabulary. `path` is what follows a dot at its name (`{{json.a.b}}` has "a.b"), empty without one. */
export interface Placeholder<C extends PlaceholderContext = PlaceholderContext> {
  /** How it is written, as a person reads it: `{{random 10 30}}`. */
  readonly usage: string;
  /** Why the arguments are wrong, or null. */
  check(words: readonly string[], path: string): string | null;
  /** The text that stands in its place; called only with what `check` let through. */
  expand(context: C, words: readonly string[], path: string): string;
}

export type Vocabulary<C extends PlaceholderContext = PlaceholderContext> = Readonly<Record<string, Placeholder<C>>>;

/** Where a template is wrong, in UTF-16 units from its beginning, and what would be right. */
export interface TemplateProblem {
  readonly at: number;
  readonly length: number;
  readonly message: string;
}

type Part<C extends PlaceholderContext> = string | ((context: C) => string);

/** A template that was understood. */
export interface Template<C extends PlaceholderContext = PlaceholderContext> {
  readonly ok: true;
  /** The text with everything filled in. */
  expand(context: C): string;
  /** No two sends are the same text, or may not be. */
  readonly isConstant: boolean;
}

export type ParsedTemplate<C extends PlaceholderContext = PlaceholderContext> =
  | Template<C>
  | { readonly ok: false; readonly problem: TemplateProblem };

const UUID = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const isNumber = (word: string): boolean => word.length <= LIMITS.placeholderDigits && NUMBER.test(word);

const noPath = (path: string) => (path === "" ? null : "has no path after a dot");
const noWords = (words: readonly string[], path: string) =>
  noPath(path) ?? (words.length === 0 ? null : "stands alone");

/** What every template may hold. */
export const PLACEHOLDERS = {
  now: {
    usage: "{{now}} or {{now ms}}",
    check: (words, path) =>
      noPath(path) ?? (words.length === 0 || (words.length === 1 && words[0] === "ms") ? null : "takes nothing, or ms"),
    expand: ({ now }, words) => (words.length === 0 ? new Date(now).toISOString() : String(Math.floor(now))),
  },
  seq: { usage: "{{seq}}", check: noWords, expand: ({ seq }) => String(seq) },
  random: {
    usage: "{{random 10 30}} or {{random 0.5 1.5}}",
    check: (words, path) => {
      const [low = "", high = ""] = words;
      if (path !== "" || words.length !== 2 || !isNumber(low) || !isNumber(high)) {
        return `takes two numbers of at most ${LIMITS.placeholderDigits} characters`;
      }
      return Number(low) <= Number(high) ? null : "takes the smaller number first";
    },
    expand: ({ random }, [low = "0", high = "1"]) => randomBetween(random(), low, high),
  },
  uuid: {
    usage: "{{uuid}}",
    check: noWords,
    expand: ({ random }) => UUID.replaceAll(/[xy]/g, (letter) => hexDigit(letter, random())),
  },
  pick: {
    usage: "{{pick on off}}",
    check: (words, path) => noPath(path) ?? (words.length > 0 ? null : "takes one or more words to pick from"),
    expand: ({ random }, words) => words[Math.floor(random() * words.length)] ?? "",
  },
} as const satisfies Vocabulary;

/** A template taken apart: texts, and what stands between braces with its place. */
export type TemplatePiece = string | { readonly inside: string; readonly at: number; readonly length: number };

/** Finds the braces. Of more than two in a row the innermost are meant: `{{{topic}}: 1}` is an object whose key is filled in. */
export function scanTemplate(
  text: string,
):
  | { readonly ok: true; readonly pieces: readonly TemplatePiece[] }
  | { readonly ok: false; readonly problem: TemplateProblem } {
  const pieces: TemplatePiece[] = [];
  for (let at = 0; ; ) {
    let start = text.indexOf("{{", at);
    if (start < 0) return { ok: true, pieces: [...pieces, text.slice(at)] };
    while (text[start + 2] === "{") start++;
    const end = text.indexOf("}}", start);
    if (end < 0) return wrong(start, text.length - start, "This {{ has no }} behind it");
    const length = end + 2 - start;
    pieces.push(text.slice(at, start), { inside: text.slice(start + 2, end), at: start, length });
    at = end + 2;
  }
}

/** Reads a template once. `vocabulary` says which placeholders it may hold. */
export function parseTemplate<C extends PlaceholderContext>(
  text: string,
  vocabulary: Vocabulary<C>,
): ParsedTemplate<C> {
  const scanned = scanTemplate(text);
  if (!scanned.ok) return scanned;
  const parts: Part<C>[] = [];
  for (const piece of scanned.pieces) {
    const made = typeof piece === "string" ? piece : placeholder(piece.inside, vocabulary);
    if (typeof piece !== "string" && typeof made === "string") return wrong(piece.at, piece.length, made);
    parts.push(made);
  }
  return {
    ok: true,
    isConstant: parts.every((part) => typeof part === "string"),
    expand: (context) => parts.map((part) => (typeof part === "string" ? part : part(context))).join(""),
  };
}

/** The placeholders that a person may write, for completion and for sentences. */
export function usages(vocabulary: Vocabulary<never>): string[] {
  return Object.values(vocabulary).map(({ usage }) => usage);
}

/** What stands for the words between the braces, or why they mean nothing. */
function placeholder<C extends PlaceholderContext>(
  inside: string,
  vocabulary: Vocabulary<C>,
): ((context: C) => string) | string {
  const [head = "", ...words] = inside.split(/\s+/).filter((word) => word !== "");
  const dot = head.indexOf(".");
  const name = dot < 0 ? head : head.slice(0, dot);
  const path = dot < 0 ? "" : head.slice(dot + 1);
  const known = Object.hasOwn(vocabulary, name) ? vocabulary[name] : undefined;
  if (known === undefined) {
    return `${head === "" ? "An empty placeholder" : `{{${head}}}`} means nothing; allowed are ${usages(vocabulary).join(", ")}`;
  }
  const problem = known.check(words, path);
  if (problem !== null) return `{{${name}}} ${problem}: ${known.usage}`;
  return (context) => known.expand(context, words, path);
}

function wrong(at: number, length: number, message: string): { readonly ok: false; readonly problem: TemplateProblem } {
  return { ok: false, problem: { at, length, message } };
}

/** Both ends are included; as many decimals as the more exact of the two. */
function randomBetween(random: number, low: string, high: string): string {
  const decimals = Math.max(decimalsOf(low), decimalsOf(high));
  const scale = 10 ** decimals;
  const from = Math.round(Number(low) * scale);
  const to = Math.round(Number(high) * scale);
  return ((from + Math.floor(random * (to - from + 1))) / scale).toFixed(decimals);
}

function decimalsOf(number: string): number {
  return number.split(".")[1]?.length ?? 0;
}

/** `y` is the variant of RFC 9562 4.1: 8, 9, a or b. */
function hexDigit(letter: string, random: number): string {
  const digit = Math.floor(random * 16);
  return (letter === "y" ? (digit & 3) | 8 : digit).toString(16);
}
