/** Owns a queue that grows with what it holds and gives its oldest away first. */

const FIRST_SLOTS = 4;

/** Push, shift and look-up by place are constant time. */
export class Ring<T> {
  /** A power of two of them, so that a place is found by a mask. */
  private slots: (T | undefined)[] = [];
  private head = 0;
  length = 0;

  push(value: T): void {
    if (this.length === this.slots.length) this.resize(Math.max(FIRST_SLOTS, this.length * 2));
    this.slots[(this.head + this.length) & (this.slots.length - 1)] = value;
    this.length++;
  }

  /** The oldest, which leaves; undefined when there is none. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const value = this.slots[this.head];
    this.slots[this.head] = undefined;
    this.head = (this.head + 1) & (this.slots.length - 1);
    this.length--;
    return value;
  }

  /** By place, 0 the oldest. */
  at(place: number): T | undefined {
    return place < 0 || place >= this.length ? undefined : this.slots[(this.head + place) & (this.slots.length - 1)];
  }

  clear(): void {
    this.slots = [];
    this.head = 0;
    this.length = 0;
  }

  /** Gives memory back after many have left. */
  shrink(): void {
    let size = FIRST_SLOTS;
    while (size < this.length) size *= 2;
    if (size < this.slots.length) this.resize(size);
  }

  private resize(size: number): void {
    const slots = new Array<T | undefined>(size).fill(undefined);
    for (let place = 0; place < this.length; place++) slots[place] = this.at(place);
    this.slots = slots;
    this.head = 0;
  }
}
