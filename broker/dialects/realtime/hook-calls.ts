/** Owns calling the hooks of the program around the engine, whose mistakes are logged and harm no client. */
import type { Faults } from "../../ports/faults.ts";
import type { HookReply, Hooks, RealtimeClient } from "../../ports/hooks.ts";
import { isLater, type MaybeLater } from "../../sessions/later.ts";

export class HookCalls {
  private readonly hooks: Hooks;
  private readonly faults: Faults;

  constructor(hooks: Hooks, faults: Faults) {
    this.hooks = hooks;
    this.faults = faults;
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
      return isLater(reply) ? Promise.resolve(reply).then(asJson) : asJson(reply);
    });
  }

  /** True without a hook; false when it fails. A promise does not reject. */
  canSubscribe(client: RealtimeClient, topic: string): MaybeLater<boolean> {
    const { hooks } = this;
    if (hooks.canSubscribe === undefined) return true;
    // A program without types may answer anything; only true lets in.
    return this.call("canSubscribe", client, false, () => {
      const answer = hooks.canSubscribe?.(client, topic);
      return isLater(answer) ? Promise.resolve(answer).then(isTrue) : isTrue(answer);
    });
  }

  /** The answer, or `failed` after a mistake of the hook. */
  private call<T>(hook: keyof Hooks, client: RealtimeClient, failed: T, run: () => MaybeLater<T>): MaybeLater<T> {
    const note = (error: unknown): T => {
      this.faults.caught("hook", error, { hook, connectionId: client.connectionId });
      return failed;
    };
    try {
      const answer = run();
      return isLater(answer) ? Promise.resolve(answer).catch(note) : answer;
    } catch (error) {
      return note(error);
    }
  }
}

/** Throws for what is no JSON, as the hook's mistake. */
function asJson(reply: HookReply | null | undefined): string | null | undefined {
  return reply === null ? null : JSON.stringify(reply);
}

const isTrue = (answer: unknown): boolean => answer === true;
