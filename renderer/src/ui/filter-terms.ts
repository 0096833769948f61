/** Owns how a filter's text is cut into terms: those that stand, and the one that is being typed; pure. */

/** Words parted by blanks; quotes keep a blank: `token:"Phone app" queue>10 -kitchen`. */
const TERM = /(?:[^\s"]|"[^"]*"?)+/g;

export interface FilterTerms {
  /** Terms with a blank after them. */
  readonly chips: readonly string[];
  /** The last word while no blank follows it. */
  readonly draft: string;
}

export function splitTerms(value: string): FilterTerms {
  const terms = value.match(TERM) ?? [];
  const last = terms.at(-1);
  if (last === undefined || !value.endsWith(last)) return { chips: terms, draft: "" };
  return { chips: terms.slice(0, -1), draft: last };
}

/** The text whose terms are these; `splitTerms` takes it apart again. */
export function joinTerms({ chips, draft }: FilterTerms): string {
  return [...chips.map((chip) => `${chip} `), draft].join("");
}

/** `token:"Phone app" `: a whole term with its value quoted where it holds a blank. */
export function termOf(name: string, value: string): string {
  return /[\s"]/.test(value) ? `${name}:"${value.replaceAll('"', "")}" ` : `${name}:${value} `;
}
