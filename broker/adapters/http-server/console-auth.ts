/** Owns who may call the console: the admin key, one-time login tickets, and the cookie that a browser gets for either. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { LIMITS } from "../../contract/limits.ts";
import type { Clock } from "../../ports/clock.ts";

export const COOKIE = "signalbox";

export interface Credentials {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

/** A cookie is `<expiry>.<nonce>.<HMAC under the admin key>`: nothing is stored, it survives a restart, and another key ends it. */
export class ConsoleAuth {
  #keyHash: Buffer;
  #cookieKey: Buffer;
  readonly #clock: Clock;
  /** Tickets not yet used, as hashes, and until when they are good in elapsed milliseconds. */
  readonly #tickets = new Map<string, number>();

  constructor(adminKey: string, clock: Clock) {
    this.#keyHash = sha256(adminKey);
    this.#cookieKey = cookieKeyOf(adminKey);
    this.#clock = clock;
  }

  /** E15: whatever was let in by the key before is known no more. */
  replaceKey(adminKey: string): void {
    this.#keyHash = sha256(adminKey);
    this.#cookieKey = cookieKeyOf(adminKey);
    this.#tickets.clear();
  }

  /**
   * By what the caller is known, or undefined. A wrong key is not made good by a cookie; credentials of another scheme are somebody else's,
   * as those of a proxy in front, and say nothing here.
   */
  knows({ authorization, cookie }: Credentials): "key" | "cookie" | undefined {
    const [, key] = /^bearer(?: +(.*))?$/i.exec(authorization?.trim() ?? "") ?? [];
    if (key !== undefined) return this.isKey(key) ? "key" : undefined;
    return cookiesNamed(cookie, COOKIE).some((value) => this.#isCookie(value)) ? "cookie" : undefined;
  }

  isKey(key: string): boolean {
    return timingSafeEqual(sha256(key), this.#keyHash);
  }

  /** Good once, for `LIMITS.loginTicketMs`. */
  newTicket(): string {
    this.#forgetOld();
    const ticket = randomBytes(24).toString("base64url");
    this.#tickets.set(sha256(ticket).toString("hex"), this.#clock.elapsed() + LIMITS.loginTicketMs);
    return ticket;
  }

  /** True once; the ticket is gone afterwards. */
  redeem(ticket: string): boolean {
    this.#forgetOld();
    return this.#tickets.delete(sha256(ticket).toString("hex"));
  }

  /** The value of a Set-Cookie header that lets a browser in. */
  newCookie(isTls: boolean): string {
    const expires = Math.floor((this.#clock.now() + LIMITS.consoleCookieMs) / 1000);
    const body = `${expires}.${randomBytes(16).toString("base64url")}`;
    const age = Math.floor(LIMITS.consoleCookieMs / 1000);
    const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${isTls ? "; Secure" : ""}`;
    return `${COOKIE}=${body}.${this.#sign(body)}; ${attributes}`;
  }

  #isCookie(value: string): boolean {
    const mark = value.lastIndexOf(".");
    const body = value.slice(0, Math.max(mark, 0));
    const isOurs = timingSafeEqual(sha256(value.slice(mark + 1)), sha256(this.#sign(body)));
    return isOurs && Number(body.split(".")[0]) * 1000 > this.#clock.now();
  }

  #sign(body: string): string {
    return createHmac("sha256", this.#cookieKey).update(body).digest("base64url");
  }

  #forgetOld(): void {
    const now = this.#clock.elapsed();
    for (const [hash, until] of this.#tickets) if (until <= now) this.#tickets.delete(hash);
  }
}

/** Ends the cookie in the browser. */
export function endedCookie(isTls: boolean): string {
  return `${COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${isTls ? "; Secure" : ""}`;
}

function cookieKeyOf(adminKey: string): Buffer {
  return createHmac("sha256", adminKey).update("signalbox console cookie v1").digest();
}

/** Hashing first makes both sides equally long: comparing them takes the same time whatever they are. */
function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function cookiesNamed(header: string | undefined, name: string): string[] {
  if (header === undefined) return [];
  const pairs = header.split(";").map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
