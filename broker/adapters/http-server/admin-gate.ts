/** Whether a request may call the console: by the admin key, whose guesses are slowed (C8), or by a login's cookie. */
import type { IncomingMessage } from "node:http";
import type { HttpStep } from "../../contract/codes.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Peer } from "../../ports/link.ts";
import { type Answer, refusal } from "./answers.ts";
import { type ConsoleAuth, keyIn } from "./console-auth.ts";

/** How long an address that failed again and again must wait (C8). */
export interface FailureDelay {
  /** Milliseconds that this attempt waits before it is judged; whoever waits calls `leave` then. null: too many wait, it is not judged. */
  enter(peer: Peer): number | null;
  leave(peer: Peer): void;
  failed(peer: Peer): void;
  succeeded(peer: Peer): void;
}

/** A request that was refused before it reached anything, for the list of rejected connections. */
export interface HttpRejection {
  readonly step: HttpStep;
  readonly peer: Peer;
  readonly userAgent: string;
  /** What was given as the admin key; "" for nothing. */
  readonly secret: string;
}

export interface GateParts {
  readonly auth: ConsoleAuth;
  readonly clock: Clock;
  readonly delay: FailureDelay;
  readonly reject: (rejection: HttpRejection) => void;
}

export type Admitted = { readonly by: "key" } | { readonly by: "cookie"; readonly login: string };

export class AdminGate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** Key or cookie; a wrong key is not made good by a cookie (E4). */
  async admit(request: IncomingMessage, peer: Peer): Promise<Admitted | Answer> {
    const { authorization, cookie } = request.headers;
    const key = keyIn(authorization);
    if (key === undefined) {
      const login = this.#parts.auth.loginIn(cookie);
      return login === undefined ? refusal("UNAUTHORIZED") : { by: "cookie", login };
    }
    const refused = await this.judge(request, peer, key);
    return refused ?? { by: "key" };
  }

  /** Undefined when this is the admin key; else the answer. The key is compared after the wait, or a guess in parallel would be answered at once. */
  async judge(request: IncomingMessage, peer: Peer, key: string): Promise<Answer | undefined> {
    const waits = await this.wait(request, peer);
    if (waits !== undefined) return waits;
    if (this.recognizes(key, peer)) return undefined;
    this.#parts.delay.failed(peer);
    this.#reject("admin-key-wrong", request, peer, key);
    return refusal("UNAUTHORIZED");
  }

  /** This is the admin key, which forgets the failures of its address. Asked after the wait; what is not may be a token's secret, and counts where that is judged. */
  recognizes(key: string, peer: Peer): boolean {
    const { auth, delay } = this.#parts;
    const isKey = auth.isKey(key);
    if (isKey) delay.succeeded(peer);
    return isKey;
  }

  /** Waits as long as this address must (C8), once for each request. The answer when it may not even wait, or its client has left meanwhile. */
  async wait(request: IncomingMessage, peer: Peer): Promise<Answer | undefined> {
    const { clock, delay } = this.#parts;
    const ms = delay.enter(peer);
    if (ms === 0) return undefined;
    if (ms === null) {
      this.#reject("too-many-keys", request, peer, "");
      return refusal("TOO_MANY", "Too many attempts of this address wait after it failed; try again in a minute");
    }
    const { socket } = request;
    // Who leaves gives its place up at once, or those who come and go would keep everybody else waiting. It is not judged.
    const hasLeft = await new Promise<boolean>((resolve) => {
      const gone = () => {
        timer.cancel();
        resolve(true);
      };
      const timer = clock.after(ms, () => {
        socket.off("close", gone);
        resolve(false);
      });
      socket.once("close", gone);
    });
    delay.leave(peer);
    return hasLeft ? refusal("TOO_MANY") : undefined;
  }

  #reject(step: HttpStep, request: IncomingMessage, peer: Peer, secret: string): void {
    this.#parts.reject({ step, peer, userAgent: request.headers["user-agent"] ?? "", secret });
  }
}
