/** What every request to the console must pass before a route is looked for: who sent it, under which name, from which page. */
import type { IncomingMessage } from "node:http";
import { type Answer, badRequest, refusal } from "./answers.ts";
import { type Caller, Callers, ForwardedConflict } from "./callers.ts";
import { OwnNames } from "./host-check.ts";

export interface GuardConfig {
  /** The host that we listen on. */
  readonly host: string;
  readonly allowedHosts?: readonly string[] | undefined;
  readonly trustedProxies?: readonly string[] | undefined;
}

export class Guard {
  readonly callers: Callers;
  readonly #names: OwnNames;

  /** @throws TypeError naming a proxy that is no address */
  constructor({ host, allowedHosts, trustedProxies }: GuardConfig) {
    this.callers = new Callers(trustedProxies);
    this.#names = new OwnNames(host, allowedHosts);
  }

  /** Who sent it, or why that cannot be told. */
  callerOf(request: IncomingMessage): Caller | Answer {
    try {
      return this.callers.of(request);
    } catch (error) {
      if (error instanceof ForwardedConflict) return badRequest(400, error.message);
      throw error;
    }
  }

  /** Who sent it, if Host and Origin may speak to the console (E2, E3). */
  check(request: IncomingMessage): Caller | Answer {
    const { headers, httpVersionMajor, httpVersionMinor } = request;
    const caller = this.callerOf(request);
    if ("status" in caller) return caller;
    const { host, scheme } = caller;
    const mayLackHost = httpVersionMajor === 1 && httpVersionMinor === 0;
    const refused = this.#names.refusal({ host, origin: headers.origin, scheme, mayLackHost });
    if (refused === undefined) return caller;
    return refused.status === 403 ? refusal("FORBIDDEN", refused.reason) : badRequest(400, refused.reason);
  }
}
