/** Lines of a text as far as they were asked for: the rest is not made before somebody scrolls to it. */
import type { TextLine } from "./text-lines.ts";

/** A browser draws no element higher than some 33 million pixels; and nobody scrolls so far. */
const MOST_LINES = 1_000_000;

export class LineReader {
  readonly lines: TextLine[] = [];
  readonly #source: Iterator<TextLine>;
  #isWhole = false;

  constructor(source: Iterable<TextLine>) {
    this.#source = source[Symbol.iterator]();
  }

  /** All lines are made. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Makes lines until there are `count`, or no more. */
  readTo(count: number): void {
    while (!this.#isWhole && this.lines.length < count) {
      const { done, value } = this.#source.next();
      if (done === true || value === undefined) this.#isWhole = true;
      else this.lines.push(value);
      if (this.lines.length >= MOST_LINES) this.#isWhole = true;
    }
  }
}

/** The lines, when they are at most `most`; undefined when there are more, of which no more than these are made. */
export function fewLines(source: Iterable<TextLine>, most: number): readonly TextLine[] | undefined {
  const reader = new LineReader(source);
  reader.readTo(most + 1);
  return reader.lines.length > most ? undefined : reader.lines;
}
