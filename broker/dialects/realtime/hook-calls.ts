/** Owns calling the hooks of the program around the engine, whose mistakes are logged and harm no client. */
import type { HookReply, Hooks, RealtimeClient } from "../../ports/hooks.ts";
import type { Log } from "../../ports/log.ts";

type MaybeLater<T> = T | Promise<T>;

export class HookCalls {
  private readonly hooks: Hooks;
  private readonly log: Log;

  constructor(hooks: Hooks, log: Log) {
    this.hooks = hooks;
    this.log = log;
  }

  connected(client: RealtimeClient): void {
    this.call("connected", client, undefined, () => this.hooks.connected?.(client));
  }

  disconnected(client: RealtimeClient, end: { readonly code: number; readonly reason: string }): void {
    this.call("disconnected", client, undefined, () => this.hooks.disconnected?.(client, end));
  }

  /** JSON text to answer with, null for no answer; undefined when no hook knows this kind of message. A promise does not reject. */
  message(
    client: RealtimeClient,
    message: Readonly<Record<string, unknown>>,
    json: string,
  ): MaybeLater<string | null | undefined> {
    return this.call("message", client, undefined, () => {
      const reply = this.hooks.message?.(client, message, json);
      return isPromise(reply) ? reply.then(asJson) : asJson(reply);
    });
  }

  /** True without a hook; false when it fails. A promise does not reject. */
  canSubscribe(client: RealtimeClient, topic: string): MaybeLater<boolean> {
    const { hooks } = this;
    if (hooks.canSubscribe === undefined) return true;
    return this.call("canSubscribe", client, false, () => hooks.canSubscribe?.(client, topic) ?? false);
  }

  /** The answer, or `failed` after a mistake of the hook. */
  private call<T>(hook: keyof Hooks, client: RealtimeClient, failed: T, run: () => MaybeLater<T>): MaybeLater<T> {
    const note = (error: unknown): T => {
      const { connectionId } = client;
      this.log.error({ hook, connectionId, error: error instanceof Error ? error.stack : error }, "a hook failed");
      return failed;
    };
    try {
      const answer = run();
      return isPromise(answer) ? answer.catch(note) : answer;
    } catch (error) {
      return note(error);
    }
  }
}

/** Throws for what is no JSON, as the hook's mistake. */
function asJson(reply: HookReply | null | undefined): string | null | undefined {
  return reply === null ? null : JSON.stringify(reply);
}

function isPromise<T>(value: MaybeLater<T>): value is Promise<T> {
  return value instanceof Promise;
}
