/** Owns the link that outlives its pipes: calls go to the pipe of the moment, or fail with a sentence. */
import { createORPCClient } from "@orpc/client";
import type { ConsoleClient, LinkState } from "./client.ts";

/** Anything that can carry one call; oRPC's links are such. */
export interface Pipe {
  call(path: readonly string[], input: unknown, options: { context: Record<never, never> }): Promise<unknown>;
}

/** A call that found no pipe. */
export class LinkLost extends Error {
  override readonly name = "LinkLost";
  constructor() {
    super("The link to the broker is down; nothing was sent.");
  }
}

export class SwitchingLink {
  readonly client: ConsoleClient;
  #pipe: Pipe | undefined;
  #state: LinkState = "opening";
  readonly #listeners = new Set<(state: LinkState) => void>();

  constructor() {
    this.client = createORPCClient<ConsoleClient>({
      call: (path, input, options) =>
        this.#pipe ? this.#pipe.call(path, input, options) : Promise.reject(new LinkLost()),
    });
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Asks for a small answer, of which only that it comes matters; a call that fails has said enough by not coming. */
  ask(): void {
    this.client.server.ping().catch(() => undefined);
  }

  onState(listener: (state: LinkState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** From now on calls go over `pipe`. */
  opened(pipe: Pipe): void {
    this.#pipe = pipe;
    this.#become("open");
  }

  /** From now on calls fail. */
  without(state: Exclude<LinkState, "open">): void {
    this.#pipe = undefined;
    this.#become(state);
  }

  #become(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}
