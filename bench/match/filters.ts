/** Owns the filters and topics of the matching run: seven levels, the same on every machine. */

/** Distinct words of each level. */
const WORDS = [4, 50, 20, 20, 10, 10, 5] as const;
const EXACT_SHARE = 0.6;
const PLUS_SHARE = 0.25;

/** A small seeded generator (mulberry32): numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const topic = (random: () => number): string[] =>
  WORDS.map((words, level) => `l${level}w${Math.floor(random() * words)}`);

export const exactTopics = (count: number, random: () => number): string[] =>
  Array.from({ length: count }, () => topic(random).join("/"));

/** Distinct filters: 60 % exact, 25 % with one or two `+`, 15 % cut short by `#`. */
export function mixedFilters(count: number, random: () => number): string[] {
  const filters = new Set<string>();
  while (filters.size < count) {
    const levels = topic(random);
    const kind = random();
    if (kind >= EXACT_SHARE + PLUS_SHARE) {
      levels.length = 3 + Math.floor(random() * 4);
      levels[levels.length - 1] = "#";
    } else if (kind >= EXACT_SHARE) {
      for (let plus = 0; plus < 1 + Math.floor(random() * 2); plus++) levels[Math.floor(random() * 7)] = "+";
    }
    filters.add(levels.join("/"));
  }
  return [...filters];
}

/** Topics of which half are asked for by name and the others are anything. */
export function topicsFor(filters: readonly string[], count: number, random: () => number): string[] {
  const exact = filters.filter((filter) => !/[+#]/.test(filter));
  return Array.from({ length: count }, (_, index) => {
    const asked = exact[Math.floor(random() * exact.length)];
    return index % 2 === 0 && asked !== undefined ? asked : topic(random).join("/");
  });
}
