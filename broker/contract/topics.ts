/** Owns the topic grammar (T1 to T7): topics, patterns, and which of them match, cover and overlap. */
import { LIMITS } from "./limits.ts";
import { utf8Length } from "./text.ts";

/** Either fine, or the reason why not, as a sentence for a person. */
export type Checked = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const SLASH = 0x2f;
const PLUS = 0x2b;
const HASH = 0x23;
const DOLLAR = 0x24;

const FINE: Checked = { ok: true };
const refused = (reason: string): Checked => ({ ok: false, reason });

/** T1. */
export function checkTopic(topic: string): Checked {
  const text = checkText(topic, "topic");
  if (!text.ok) return text;
  if (topic.includes("+")) return refused("A topic must not contain +; a wildcard stands only in a pattern.");
  if (topic.includes("#")) return refused("A topic must not contain #; a wildcard stands only in a pattern.");
  return FINE;
}

/** T2. */
export function checkPattern(pattern: string): Checked {
  const text = checkText(pattern, "pattern");
  if (!text.ok) return text;
  if (pattern.includes(","))
    return refused("A pattern must not contain a comma; commas part the filters of a request.");
  if (pattern.trim() !== pattern) return refused("A pattern must not begin or end with a blank.");
  const levels = pattern.split("/");
  for (const [index, level] of levels.entries()) {
    if (level.includes("+") && level !== "+") return refused(`In "${level}", + must be the whole level.`);
    if (!level.includes("#")) continue;
    if (level !== "#") return refused(`In "${level}", # must be the whole level.`);
    if (index !== levels.length - 1) return refused("# must be the last level.");
  }
  return FINE;
}

/** What a client may subscribe to in a frame of its own: a pattern, or any topic, since no header has to hold it. */
export function checkAsked(filter: string): Checked {
  return hasWildcard(filter) ? checkPattern(filter) : checkTopic(filter);
}

function checkText(text: string, noun: "topic" | "pattern"): Checked {
  if (text === "") return refused(`A ${noun} must not be empty.`);
  if (text.includes("\0")) return refused(`A ${noun} must not contain NUL.`);
  const bytes = utf8Length(text);
  if (bytes < 0) return refused(`A ${noun} must be valid Unicode; this one holds half a surrogate pair.`);
  if (bytes > LIMITS.topicBytes)
    return refused(`A ${noun} is at most ${LIMITS.topicBytes} bytes of UTF-8; this one has ${bytes}.`);
  return FINE;
}

/** T3, T4: does the valid `pattern` match the valid `topic`? Runs on every message, so it scans and allocates nothing. */
export function matches(pattern: string, topic: string): boolean {
  if (beginsWithWildcard(pattern) && topic.charCodeAt(0) === DOLLAR) return false;
  const patternEnd = pattern.length;
  const topicEnd = topic.length;
  let p = 0;
  let t = 0;
  for (;;) {
    const first = p < patternEnd ? pattern.charCodeAt(p) : SLASH;
    if (first === HASH) return true;
    if (first === PLUS) {
      p++;
      t = levelEnd(topic, t);
    } else {
      while (p < patternEnd && t < topicEnd) {
        const unit = pattern.charCodeAt(p);
        if (unit === SLASH || unit !== topic.charCodeAt(t)) break;
        p++;
        t++;
      }
      if (!isLevelEnd(pattern, p) || !isLevelEnd(topic, t)) return false;
    }
    if (p === patternEnd) return t === topicEnd;
    if (t === topicEnd) return endsInHashAt(pattern, p);
    p++;
    t++;
  }
}

/** T5: does `granted` match every topic that `asked` can match? Exact, `$` rule (T4) included: `+/#` and `#` are equal. */
export function covers(granted: string, asked: string): boolean {
  const wanted = spelledOut(asked);
  if (beginsWithWildcard(granted) && wanted.charCodeAt(0) === DOLLAR) return false;
  let g = 0;
  let a = 0;
  for (;;) {
    const mine = g < granted.length ? granted.charCodeAt(g) : SLASH;
    const theirs = a < wanted.length ? wanted.charCodeAt(a) : SLASH;
    if (mine === HASH) return true;
    if (theirs === HASH) return false;
    if (mine === PLUS) {
      g++;
      a = levelEnd(wanted, a);
    } else {
      if (theirs === PLUS) return false;
      while (g < granted.length && a < wanted.length) {
        const unit = granted.charCodeAt(g);
        if (unit === SLASH || unit !== wanted.charCodeAt(a)) break;
        g++;
        a++;
      }
      if (!isLevelEnd(granted, g) || !isLevelEnd(wanted, a)) return false;
    }
    if (g === granted.length) return a === wanted.length;
    if (a === wanted.length) return endsInHashAt(granted, g);
    g++;
    a++;
  }
}

/**
 * T7: a valid topic that both match, or undefined when there is none. Two long patterns may share only topics beyond T1's bytes:
 * those are no topics, so such patterns do not overlap.
 */
export function overlapExample(a: string, b: string): string | undefined {
  const left = spelledOut(a);
  const right = spelledOut(b);
  if (!meet(left, right)) return undefined;
  const one = shapeOf(left).levels;
  const other = shapeOf(right).levels;
  const levels = Array.from({ length: Math.max(one.length, other.length) }, (_, index) => {
    const mine = one[index] ?? "+";
    return mine === "+" ? (other[index] ?? "+") : mine;
  });
  return firstValid([
    levels.map((level, index) => (level === "+" ? word(index) : level)),
    levels.map((level) => (level === "+" ? "a" : level)),
    levels.map(bare),
  ]);
}

/** T7 but for T1's bytes. Both are spelled out. Every new tag is held against every other one, so it scans and allocates nothing. */
function meet(a: string, b: string): boolean {
  if (beginsWithWildcard(a) && b.charCodeAt(0) === DOLLAR) return false;
  if (beginsWithWildcard(b) && a.charCodeAt(0) === DOLLAR) return false;
  let i = 0;
  let j = 0;
  for (;;) {
    const mine = i < a.length ? a.charCodeAt(i) : SLASH;
    const theirs = j < b.length ? b.charCodeAt(j) : SLASH;
    if (mine === HASH || theirs === HASH) return true;
    if (mine === PLUS || theirs === PLUS) {
      i = levelEnd(a, i);
      j = levelEnd(b, j);
    } else {
      while (i < a.length && j < b.length) {
        const unit = a.charCodeAt(i);
        if (unit === SLASH || unit !== b.charCodeAt(j)) break;
        i++;
        j++;
      }
      if (!isLevelEnd(a, i) || !isLevelEnd(b, j)) return false;
    }
    if (i === a.length) return j === b.length || endsInHashAt(b, j);
    if (j === b.length) return endsInHashAt(a, i);
    i++;
    j++;
  }
}

/** C5: number of equal leading levels, as text: `+` equals only `+`. */
export function sharedLevels(a: string, b: string): number {
  const right = b.split("/");
  let count = 0;
  for (const level of a.split("/")) {
    if (level !== right[count]) break;
    count++;
  }
  return count;
}

/** Its first level is `+` or `#`: such a pattern matches no topic that is heard by name alone (T4, T8). */
export function beginsWithWildcard(pattern: string): boolean {
  return pattern.startsWith("+") || pattern.startsWith("#");
}

/** True when the pattern holds + or #. */
export function hasWildcard(pattern: string): boolean {
  return pattern.includes("+") || pattern.includes("#");
}

/** At most `count` different example topics of a valid pattern, for the editor; fewer when it matches fewer (or only very long ones). */
export function exampleTopics(pattern: string, count: number): readonly string[] {
  if (!hasWildcard(pattern)) return count > 0 ? [pattern] : [];
  const { levels, open } = shapeOf(pattern);
  const found = new Set<string>();
  for (let index = 0; index < count; index++) {
    const filled = levels.map((level) => (level === "+" ? word(index) : level));
    // Every second example of an open pattern is a level deeper, to show that # spans levels.
    const tail = open ? (index % 2 === 0 ? [word(index)] : [word(index - 1), word(index)]) : [];
    const topic = firstValid([[...filled, ...tail], filled, levels.map(bare)]);
    if (topic !== undefined) found.add(topic);
  }
  return [...found];
}

const bare = (level: string): string => (level === "+" ? "" : level);

const WORDS = ["one", "two", "three", "four", "five"];
const word = (index: number): string => WORDS[index] ?? String(index + 1);

/** The same set, written so that the levels before `#` are always there: the parent of `#` and of `/#` is empty, and T1 knows no empty topic. */
function spelledOut(pattern: string): string {
  if (pattern === "#") return "+/#";
  return pattern === "/#" ? "/+/#" : pattern;
}

/** The levels before `#`, and whether there is one. */
function shapeOf(pattern: string): { readonly levels: readonly string[]; readonly open: boolean } {
  const levels = spelledOut(pattern).split("/");
  const open = levels.at(-1) === "#";
  return { levels: open ? levels.slice(0, -1) : levels, open };
}

function firstValid(candidates: readonly (readonly string[])[]): string | undefined {
  return candidates.map((levels) => levels.join("/")).find((topic) => checkTopic(topic).ok);
}

function isLevelEnd(text: string, at: number): boolean {
  return at === text.length || text.charCodeAt(at) === SLASH;
}

function levelEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== SLASH) at++;
  return at;
}

/** T3: is the rest of the pattern `/#`, which also matches its parent? */
function endsInHashAt(pattern: string, at: number): boolean {
  return at + 2 === pattern.length && pattern.charCodeAt(at + 1) === HASH;
}
