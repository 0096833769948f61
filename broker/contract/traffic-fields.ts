/** Owns the fields of traffic filters: what each may hold, and how its value is read. */
import { DIRECT_FAILURES, DOOR_STEPS, HTTP_STEPS, REFUSALS } from "./codes.ts";
import { checkPattern } from "./topics.ts";

export type Operator = ":" | ">" | "<" | ">=" | "<=";

/** What a row is asked. */
export type Term =
  /** Any text of the row, in any case. */
  | { readonly field: "text"; readonly text: string }
  | { readonly field: "flag"; readonly flag: Flag }
  | { readonly field: "topic"; readonly pattern: string }
  /** Names and ids, in any case; `*` stands for any run of characters. */
  | { readonly field: "token" | "from" | "to" | "rule"; readonly text: string }
  | { readonly field: "result"; readonly result: string }
  | { readonly field: "dir"; readonly direction: Direction }
  | { readonly field: "size"; readonly operator: Operator; readonly bytes: number }
  | {
      readonly field: "json";
      readonly path: readonly string[];
      readonly operator: Operator;
      readonly value: JsonScalar;
      /** A number as it was typed; null for anything else. */
      readonly digits: string | null;
    };

export type JsonScalar = string | number | boolean | null;

/** Words that stand alone. */
export const FLAGS = ["denied", "withheld", "dropped", "delivered"] as const;
export type Flag = (typeof FLAGS)[number];

/** Where a row came from. */
export const DIRECTIONS = ["in", "operator", "reply", "node", "door", "direct"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const FIELD_NAMES = ["topic", "token", "from", "to", "rule", "result", "dir", "size", "json"] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

/** What `result:` may be: how it ended, or why it was refused. */
export const RESULTS: readonly string[] = [
  "delivered",
  "nobody",
  "denied",
  "withheld",
  "dropped",
  ...Object.keys(REFUSALS),
  ...Object.keys(DIRECT_FAILURES),
  ...Object.keys(DOOR_STEPS),
  ...Object.keys(HTTP_STEPS),
];

/** One line for each field and word, for completion and help. */
export const FILTER_HELP: readonly { readonly insert: string; readonly says: string }[] = [
  { insert: "topic:", says: "a topic or pattern: home/#" },
  { insert: "token:", says: "a token by name or id; * stands for anything" },
  { insert: "from:", says: "the sender by name, address or connection id" },
  { insert: "to:", says: "whom a direct send is for: user:ada, a connection id, everybody" },
  { insert: "rule:", says: "the permission's pattern, or default" },
  { insert: "result:", says: "delivered, denied, or a reason such as invalid-json" },
  { insert: "dir:", says: "in, operator, reply, node, door or direct" },
  { insert: "size>", says: "bytes of the payload: 4k, 1m" },
  { insert: "json.", says: "a field of the payload: json.temp>30" },
  { insert: "denied", says: "refused messages and handshakes" },
  { insert: "withheld", says: "not sent to a session that had lost its right" },
  { insert: "dropped", says: "lost to a slow reader" },
  { insert: "delivered", says: "reached at least one session" },
  { insert: "not", says: "turns the next term around" },
  { insert: "or", says: "joins its neighbours" },
];

export function isFlag(text: string): text is Flag {
  return FLAGS.some((flag) => flag === text);
}

/** The field that a text names, in any case; `json.a.b` names `json`. */
export function fieldOf(text: string): FieldName | undefined {
  const lower = text.toLowerCase();
  if (lower.startsWith("json.")) return "json";
  return FIELD_NAMES.find((name) => name === lower && name !== "json");
}

export type MadeTerm =
  | { readonly ok: true; readonly term: Term }
  | { readonly ok: false; readonly about: "operator" | "value"; readonly message: string };

const wrong = (about: "operator" | "value", message: string): MadeTerm => ({ ok: false, about, message });
const made = (term: Term): MadeTerm => ({ ok: true, term });

/** The term that a field, an operator and a value make. `text` is the field as it was typed. */
export function termOf(name: FieldName, text: string, operator: Operator, value: string, isQuoted: boolean): MadeTerm {
  if (name === "size") return sizeTerm(operator, value);
  if (name === "json") return jsonTerm(text, operator, value, isQuoted);
  if (operator !== ":") return wrong("operator", `${name} is not a number; write ${name}:${value || "…"}`);
  if (value === "") return wrong("value", `After ${name}: stands nothing; ${expected(name)}`);
  switch (name) {
    case "topic": {
      const checked = checkPattern(value);
      return checked.ok ? made({ field: "topic", pattern: value }) : wrong("value", checked.reason);
    }
    case "token":
    case "from":
    case "to":
    case "rule":
      return made({ field: name, text: value });
    case "result": {
      const result = value.toLowerCase();
      if (RESULTS.includes(result)) return made({ field: "result", result });
      return wrong("value", `There is no result "${value}"; ${expected(name)}`);
    }
    case "dir": {
      const direction = DIRECTIONS.find((known) => known === value.toLowerCase());
      if (direction !== undefined) return made({ field: "dir", direction });
      return wrong("value", `There is no direction "${value}"; ${expected(name)}`);
    }
    default:
      return name satisfies never;
  }
}

function expected(name: Exclude<FieldName, "size" | "json">): string {
  switch (name) {
    case "topic":
      return "give a topic or a pattern such as home/#";
    case "token":
    case "from":
      return "give a name or an id";
    case "to":
      return "give a user such as user:ada, a connection's id or everybody";
    case "rule":
      return "give a permission's pattern, default or frame";
    case "result":
      return `it is one of ${RESULTS.join(", ")}`;
    case "dir":
      return `it is one of ${DIRECTIONS.join(", ")}`;
    default:
      return name satisfies never;
  }
}

/** A map, since anybody may type `4constructor`. */
const UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({ "": 1, b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2 }),
);

function sizeTerm(operator: Operator, value: string): MadeTerm {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(value) ?? [];
  const factor = UNITS.get(unit.toLowerCase());
  if (digits === undefined || factor === undefined) {
    return wrong("value", "A size is a number of bytes, with k or m for more: size>4k");
  }
  return made({ field: "size", operator, bytes: Number(digits) * factor });
}

function jsonTerm(text: string, operator: Operator, value: string, isQuoted: boolean): MadeTerm {
  const path = text.slice("json.".length).split(".");
  if (path.some((key) => key === ""))
    return wrong("operator", "A field of the payload is json. and its keys: json.state.temp");
  if (value === "" && !isQuoted)
    return wrong("value", `After ${text} stands no value: ${text}>30, or ${text}:* for any`);
  const scalar = isQuoted ? value : scalarOf(value);
  if (operator !== ":" && typeof scalar !== "number" && typeof scalar !== "string") {
    return wrong("value", `${value} is neither more nor less than anything; write ${text}:${value}`);
  }
  return made({ field: "json", path, operator, value: scalar, digits: typeof scalar === "number" ? value : null });
}

function scalarOf(value: string): JsonScalar {
  if (value === "true") return true;
  if (value === "false") return false;
  if (value === "null") return null;
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
}
