/** Owns the message that a rule answers: its topic, and its value read once, when the first rule asks. */

export class Incoming {
  readonly topic: string;
  readonly json: string;
  #value: { readonly read: unknown } | null = null;

  constructor({ topic, json }: { readonly topic: string; readonly json: string }) {
    this.topic = topic;
    this.json = json;
  }

  /** The JSON value; the text was checked when the message was accepted. */
  get value(): unknown {
    this.#value ??= { read: JSON.parse(this.json) };
    return this.#value.read;
  }
}
