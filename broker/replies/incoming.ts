/** The message that a rule answers: its topic, and its value, read once when the first rule asks. */
import { type Members, membersOf } from "./json-members.ts";
import { Work } from "./work.ts";

export class Incoming {
  readonly topic: string;
  readonly json: string;
  /** What the conditions of all rules together may do on it. */
  readonly work = new Work();
  #value: { readonly read: unknown } | null = null;
  /** By the path of what holds them. */
  readonly #members = new Map<string, Members>();

  constructor({ topic, json }: { readonly topic: string; readonly json: string }) {
    this.topic = topic;
    this.json = json;
  }

  /** The JSON value; the text was checked when the message was accepted. Its long numbers are rounded: what is passed on comes from `textAt`. */
  get value(): unknown {
    this.#value ??= { read: JSON.parse(this.json) };
    return this.#value.read;
  }

  /** Lets go of what was read: a reply may wait for an hour, and reads it again. */
  forget(): void {
    this.#value = null;
  }

  /** The value at the path as it was written; undefined where there is none. Only what the message holds itself is found, whatever its name. */
  textAt(path: readonly string[]): string | undefined {
    let text = this.json;
    let place = "";
    for (const key of path) {
      let members = this.#members.get(place);
      if (members === undefined) {
        members = membersOf(text);
        this.#members.set(place, members);
      }
      const inner = members.get(key);
      if (inner === undefined) return undefined;
      text = inner;
      // A key holds no dot, since dots part the keys.
      place += `.${key}`;
    }
    return text;
  }
}
