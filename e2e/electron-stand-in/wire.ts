/** Owns the line between the stand-in (in the app's process) and the desk (in the test's): tells, asks and their answers. */

export type WireMessage =
  | { readonly kind: "tell"; readonly name: string; readonly data: unknown }
  | { readonly kind: "ask"; readonly id: number; readonly name: string; readonly data: unknown }
  | { readonly kind: "answer"; readonly id: number; readonly ok: boolean; readonly data: unknown };

type Handler = (data: never) => unknown;

/** One end of the line; both sides are made of it. */
export class Wire {
  readonly #send: (message: WireMessage) => void;
  readonly #handlers = new Map<string, Handler>();
  readonly #waiting = new Map<number, { resolve: (data: unknown) => void; reject: (error: Error) => void }>();
  #lastId = 0;

  constructor(send: (message: WireMessage) => void) {
    this.#send = send;
  }

  /** Answers asks and hears tells of that name. */
  serve<T>(name: string, handler: (data: T) => unknown): void {
    this.#handlers.set(name, handler as Handler);
  }

  tell(name: string, data: unknown): void {
    this.#send({ kind: "tell", name, data });
  }

  ask(name: string, data: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#send({ kind: "ask", id, name, data });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  receive(message: WireMessage): void {
    if (message.kind === "answer") {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.ok) waiting?.resolve(message.data);
      else waiting?.reject(new Error(String(message.data)));
      return;
    }
    const handler = this.#handlers.get(message.name);
    if (message.kind === "tell") {
      handler?.(message.data as never);
      return;
    }
    void this.#answer(message.id, message.name, handler, message.data);
  }

  async #answer(id: number, name: string, handler: Handler | undefined, data: unknown): Promise<void> {
    try {
      if (handler === undefined) throw new Error(`nobody answers "${name}"`);
      this.#send({ kind: "answer", id, ok: true, data: await handler(data as never) });
    } catch (error) {
      this.#send({ kind: "answer", id, ok: false, data: error instanceof Error ? error.message : String(error) });
    }
  }
}
