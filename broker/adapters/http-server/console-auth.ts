/** Who may call the console: the admin key, one-time login tickets, and the cookie that a browser gets for either. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { LIMITS } from "../../contract/limits.ts";
import type { Clock } from "../../ports/clock.ts";
import { EndedLogins, type KeptText } from "./ended-logins.ts";

/** Cookies know no ports (RFC 6265 8.5): all servers of a machine share a browser's, so each has a name of its own. */
const COOKIE_PREFIX = "signalbox-";

/** A cookie is `<expiry>.<nonce>.<HMAC under the admin key>`: it survives a restart, another key ends it, and only logins that were ended are kept. */
export class ConsoleAuth {
  #keyHash: Buffer;
  #cookieKey: Buffer;
  #cookieName: string;
  readonly #clock: Clock;
  readonly #ended: EndedLogins;
  /** Tickets not yet used, as hashes, and until when they are good in elapsed milliseconds. */
  readonly #tickets = new Map<string, number>();

  constructor(adminKey: string, clock: Clock, kept?: KeptText) {
    this.#keyHash = sha256(adminKey);
    this.#cookieKey = cookieKeyOf(adminKey);
    this.#cookieName = cookieNameOf(this.#cookieKey);
    this.#clock = clock;
    this.#ended = new EndedLogins(clock, kept);
  }

  /** E15: whatever was let in by the key before is known no more. */
  replaceKey(adminKey: string): void {
    this.#keyHash = sha256(adminKey);
    this.#cookieKey = cookieKeyOf(adminKey);
    this.#cookieName = cookieNameOf(this.#cookieKey);
    this.#tickets.clear();
  }

  isKey(key: string): boolean {
    return timingSafeEqual(sha256(key), this.#keyHash);
  }

  /** The login whose cookie this header holds, if it still counts. */
  loginIn(cookie: string | undefined): string | undefined {
    for (const value of cookiesNamed(cookie, this.#cookieName)) {
      const login = this.#loginOf(value);
      if (login !== undefined) return login;
    }
    return undefined;
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

  /** The ticket is still good; it stays so. */
  isTicket(ticket: string): boolean {
    this.#forgetOld();
    return this.#tickets.has(sha256(ticket).toString("hex"));
  }

  /** Values of Set-Cookie headers that let a browser in; `sent` is its Cookie header, of which the oldest of too many are ended. */
  newCookies(isSecure: boolean, sent: string | undefined): string[] {
    const expires = Math.floor((this.#clock.now() + LIMITS.consoleCookieMs) / 1000);
    const body = `${expires}.${randomBytes(16).toString("base64url")}`;
    const age = Math.floor(LIMITS.consoleCookieMs / 1000);
    const value = `${body}.${this.#sign(body)}`;
    return [setCookie(this.#cookieName, value, age, isSecure), ...endOldest(sent, this.#cookieName, isSecure)];
  }

  /** Ends the logins whose cookies were sent, here and in the browser. Answers the logins and the Set-Cookie header. */
  logOut(isSecure: boolean, sent: string | undefined): { readonly logins: readonly string[]; readonly cookie: string } {
    const logins: string[] = [];
    for (const value of cookiesNamed(sent, this.#cookieName)) {
      const login = this.#loginOf(value);
      if (login === undefined) continue;
      this.#ended.add(login, expiryOf(value));
      logins.push(login);
    }
    return { logins, cookie: setCookie(this.#cookieName, "", 0, isSecure) };
  }

  #loginOf(value: string): string | undefined {
    const mark = value.lastIndexOf(".");
    const body = value.slice(0, Math.max(mark, 0));
    const isOurs = timingSafeEqual(sha256(value.slice(mark + 1)), sha256(this.#sign(body)));
    if (!isOurs || expiryOf(body) * 1000 <= this.#clock.now()) return undefined;
    const login = body.slice(body.indexOf(".") + 1);
    return this.#ended.has(login, expiryOf(body)) ? undefined : login;
  }

  #sign(body: string): string {
    return createHmac("sha256", this.#cookieKey).update(body).digest("base64url");
  }

  #forgetOld(): void {
    const now = this.#clock.elapsed();
    for (const [hash, until] of this.#tickets) if (until <= now) this.#tickets.delete(hash);
  }
}

/** The key of an Authorization header with the scheme Bearer. Undefined for none, and for schemes that are not ours: a proxy in front may use them for itself. */
export function keyIn(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const found = /^bearer(?:[ \t]+(.*))?$/is.exec(authorization.trim());
  return found === null ? undefined : (found[1] ?? "").trim();
}

function setCookie(name: string, value: string, ageSeconds: number, isSecure: boolean): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${ageSeconds}${isSecure ? "; Secure" : ""}`;
}

/** A server with a new key at each start leaves a cookie each time; the browser sends all of them to every server of the machine. */
function endOldest(sent: string | undefined, own: string, isSecure: boolean): string[] {
  const others = pairsOf(sent).filter(([name]) => name.startsWith(COOKIE_PREFIX) && name !== own);
  const oldestFirst = others.sort(([, a], [, b]) => expiryOf(a) - expiryOf(b));
  const excess = oldestFirst.slice(0, Math.max(0, others.length - LIMITS.consoleCookiesKept));
  return excess.map(([name]) => setCookie(name, "", 0, isSecure));
}

/** Epoch seconds; NaN of what is no cookie of ours. */
function expiryOf(value: string): number {
  return Number(value.slice(0, Math.max(value.indexOf("."), 0)));
}

function cookieKeyOf(adminKey: string): Buffer {
  return createHmac("sha256", adminKey).update("signalbox console cookie v1").digest();
}

function cookieNameOf(cookieKey: Buffer): string {
  return `${COOKIE_PREFIX}${createHmac("sha256", cookieKey).update("name").digest("hex").slice(0, 8)}`;
}

/** Hashing first makes both sides equally long: comparing them takes the same time whatever they are. */
function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function pairsOf(header: string | undefined): [name: string, value: string][] {
  if (header === undefined) return [];
  return header.split(";").map((pair) => {
    const [name = "", ...value] = pair.trim().split("=");
    return [name, value.join("=")];
  });
}

function cookiesNamed(header: string | undefined, name: string): string[] {
  return pairsOf(header).flatMap(([known, value]) => (known === name ? [value] : []));
}
