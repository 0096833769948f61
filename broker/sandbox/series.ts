/** Owns a rate a second over the last seconds, from a counter that only grows. */

export class Series {
  readonly #length: number;
  #values: number[] = [];
  #before = 0;

  constructor(length: number) {
    this.#length = length;
  }

  get newest(): number {
    return this.#values.at(-1) ?? 0;
  }

  /** Ends a second at this count, and answers how many it brought. */
  take(count: number): number {
    const rate = count - this.#before;
    this.#before = count;
    this.#values.push(rate);
    if (this.#values.length > this.#length) this.#values = this.#values.slice(-this.#length);
    return rate;
  }

  /** Oldest first. */
  values(): number[] {
    return [...this.#values];
  }
}
