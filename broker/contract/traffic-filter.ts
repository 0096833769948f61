/** Owns the language of traffic filters: text into a tree of terms, or the place where it is wrong and what is allowed there. */
import {
  type FieldName,
  FLAGS,
  type Flag,
  fieldOf,
  isFlag,
  type Operator,
  type Term,
  termOf,
} from "./traffic-fields.ts";

/** `a b` narrows, `or` joins its neighbours before that, `not` turns one around, parentheses group. */
export type FilterNode =
  | { readonly kind: "and" | "or"; readonly of: readonly FilterNode[] }
  | { readonly kind: "not"; readonly of: FilterNode }
  | { readonly kind: "term"; readonly term: Term };

/** Where a filter is wrong: characters `at` to `end` of its text. */
export interface FilterProblem {
  readonly at: number;
  readonly end: number;
  readonly message: string;
}

/** `filter` is null for an empty text, which everything matches. */
export type ParsedFilter =
  | { readonly ok: true; readonly filter: FilterNode | null; readonly pieces: readonly FilterPiece[] }
  | { readonly ok: false; readonly problem: FilterProblem };

/** One piece as a person sees it: a term or a group, with the `or` and `not` before it. */
export interface FilterPiece {
  readonly at: number;
  readonly end: number;
}

/** Parses a filter. Never throws for what a person typed. */
export function parseFilter(text: string): ParsedFilter {
  try {
    const parser = new Parser(text);
    const filter = parser.whole();
    return { ok: true, filter, pieces: parser.pieces };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** The text of a value as a filter holds it: quoted where it must be. */
export function quoteValue(value: string): string {
  return /^[^\s"()]+$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

class Wrong extends Error {
  readonly problem: FilterProblem;
  constructor(at: number, end: number, message: string) {
    super(message);
    this.problem = { at, end, message };
  }
}

type Token =
  | { readonly kind: "open" | "close" | "or" | "and" | "not"; readonly at: number; readonly end: number }
  | {
      readonly kind: "term";
      readonly at: number;
      readonly end: number;
      /** Null for a bare word. */
      readonly field: string | null;
      readonly operator: Operator;
      readonly value: string;
      readonly valueAt: number;
      readonly isQuoted: boolean;
    };

/** A map, since anybody may type `constructor`, which every object has. */
const WORDS: ReadonlyMap<string, "or" | "and" | "not"> = new Map([
  ["or", "or"],
  ["and", "and"],
  ["not", "not"],
]);
const FIELD = /([A-Za-z_$][^\s"()<>=:]*)(>=|<=|>|<|=|:(?:>=|<=|>|<|=)?)/y;
const BARE = /[^\s"()]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
/** How deep parentheses and `not` may nest: deeper ones would only overflow the stack. */
const DEEPEST = 50;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && /\s/.test(text.charAt(at))) at++;
    if (at >= text.length) return tokens;
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
}

function tokenAt(text: string, at: number): Token {
  const character = text.charAt(at);
  if (character === "(") return { kind: "open", at, end: at + 1 };
  if (character === ")") return { kind: "close", at, end: at + 1 };
  const field = match(FIELD, text, at);
  if (field !== null) {
    const valueAt = at + field[0].length;
    const { value, end, isQuoted } = valueAtPlace(text, valueAt);
    const operator = operatorOf(field[2] ?? ":");
    return { kind: "term", at, end, field: field[1] ?? "", operator, value, valueAt, isQuoted };
  }
  const { value, end, isQuoted } = valueAtPlace(text, at);
  const word = isQuoted ? undefined : WORDS.get(value.toLowerCase());
  if (word !== undefined) return { kind: word, at, end };
  return { kind: "term", at, end, field: null, operator: ":", value, valueAt: at, isQuoted };
}

function valueAtPlace(text: string, at: number): { value: string; end: number; isQuoted: boolean } {
  if (text.charAt(at) === '"') {
    const quoted = match(QUOTED, text, at);
    if (quoted === null) throw new Wrong(at, text.length, 'This quotation has no end; close it with "');
    return { value: (quoted[1] ?? "").replace(/\\(.)/g, "$1"), end: at + quoted[0].length, isQuoted: true };
  }
  const value = match(BARE, text, at)?.[0] ?? "";
  return { value, end: at + value.length, isQuoted: false };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function operatorOf(text: string): Operator {
  const bare = text.length > 1 && text.startsWith(":") ? text.slice(1) : text;
  switch (bare) {
    case ">":
    case "<":
    case ">=":
    case "<=":
      return bare;
    default:
      return ":";
  }
}

/** Recursive descent over three levels: narrowing, `or`, and what stands alone. */
class Parser {
  readonly pieces: FilterPiece[] = [];
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private place = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
  }

  whole(): FilterNode | null {
    if (this.tokens.length === 0) return null;
    const filter = this.narrowing();
    const extra = this.peek();
    if (extra !== undefined) throw new Wrong(extra.at, extra.end, "This parenthesis closes nothing; remove it");
    return filter;
  }

  private narrowing(): FilterNode {
    const parts = [this.choice()];
    for (let next = this.peek(); next !== undefined && next.kind !== "close"; next = this.peek()) {
      if (next.kind === "and") this.place++;
      parts.push(this.choice());
    }
    return joined("and", parts);
  }

  private choice(): FilterNode {
    const from = this.peek()?.at ?? this.text.length;
    const parts = [this.single()];
    this.note(from);
    for (let next = this.peek(); next?.kind === "or"; next = this.peek()) {
      this.place++;
      parts.push(this.single());
      this.note(next.at);
    }
    return joined("or", parts);
  }

  private single(): FilterNode {
    const token = this.peek();
    if (token === undefined) {
      const end = this.text.length;
      throw new Wrong(
        Math.max(0, this.text.trimEnd().length - 1),
        end,
        "Something is missing here: a field, a word or a group",
      );
    }
    this.place++;
    switch (token.kind) {
      case "not":
        return { kind: "not", of: this.deeper(token, () => this.single()) };
      case "open":
        return this.deeper(token, () => this.group(token));
      case "term":
        return { kind: "term", term: this.term(token) };
      case "or":
      case "and":
        throw new Wrong(token.at, token.end, `Before "${token.kind}" stands nothing that it could join`);
      case "close":
        throw new Wrong(token.at, token.end, "This parenthesis closes nothing; remove it");
      default:
        return token satisfies never;
    }
  }

  private group(open: Token): FilterNode {
    if (this.peek()?.kind === "close") throw new Wrong(open.at, open.end + 1, "These parentheses hold nothing");
    const inside = this.narrowing();
    const close = this.peek();
    if (close?.kind !== "close") throw new Wrong(open.at, open.end, "This parenthesis is never closed");
    this.place++;
    return inside;
  }

  private term(token: Extract<Token, { kind: "term" }>): Term {
    const { field, value, operator, isQuoted } = token;
    if (field === null) {
      if (!isQuoted && isFlag(value.toLowerCase())) return { field: "flag", flag: value.toLowerCase() as Flag };
      return { field: "text", text: value };
    }
    const name = fieldOf(field);
    if (name === undefined) {
      throw new Wrong(token.at, token.at + field.length, unknownField(field));
    }
    const made = termOf(name, field, operator, value, isQuoted);
    if (made.ok) return made.term;
    throw new Wrong(
      made.about === "operator" ? token.at : token.valueAt,
      Math.max(token.end, token.valueAt + 1),
      made.message,
    );
  }

  private deeper<T>(token: Token, run: () => T): T {
    if (++this.depth > DEEPEST)
      throw new Wrong(token.at, token.end, `At most ${DEEPEST} groups may stand in one another`);
    const result = run();
    this.depth--;
    return result;
  }

  /** A piece is complete: only those outside of any group are shown. */
  private note(at: number): void {
    if (this.depth > 0) return;
    this.pieces.push({ at, end: this.tokens[this.place - 1]?.end ?? at });
  }

  private peek(): Token | undefined {
    return this.tokens[this.place];
  }
}

function joined(kind: "and" | "or", parts: readonly FilterNode[]): FilterNode {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, of: parts };
}

function unknownField(field: string): string {
  const words = (Object.keys(FIELDS_SHOWN) as FieldName[]).map((name) => FIELDS_SHOWN[name]).join(", ");
  return `There is no field "${field}". Fields are ${words}; words are ${FLAGS.join(", ")}`;
}

const FIELDS_SHOWN: Readonly<Record<FieldName, string>> = {
  topic: "topic:",
  token: "token:",
  from: "from:",
  to: "to:",
  rule: "rule:",
  result: "result:",
  dir: "dir:",
  size: "size>",
  json: "json.…",
};
