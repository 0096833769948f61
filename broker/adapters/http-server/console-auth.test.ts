/** Checks keys, tickets and cookies of the console. */
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { ConsoleAuth, keyIn } from "./console-auth.ts";

const KEY = "an-admin-key-for-tests";

describe("who may call the console", () => {
  it("E4 takes the admin key as a bearer, and leaves what a proxy uses the header for to the proxy", () => {
    const auth = new ConsoleAuth(KEY, new ManualClock());
    for (const right of [`Bearer ${KEY}`, `bearer  ${KEY}`, ` BEARER\t${KEY} `]) {
      expect(auth.isKey(keyIn(right) ?? "")).toBe(true);
    }
    for (const wrong of [
      `Bearer ${KEY}x`,
      "Bearer ",
      "Bearer",
      `Bearer ${KEY.toUpperCase()}`,
      `Bearer ${KEY} ${KEY}`,
    ]) {
      expect(keyIn(wrong)).toBeDefined();
      expect(auth.isKey(keyIn(wrong) ?? "")).toBe(false);
    }
    for (const foreign of [KEY, `Token ${KEY}`, "Basic dXNlcjpwYXNz", "Bearerx y", "", undefined]) {
      expect(keyIn(foreign)).toBeUndefined();
    }
  });

  it("E5 a ticket is good once, and not for long", () => {
    const clock = new ManualClock();
    const auth = new ConsoleAuth(KEY, clock);
    const ticket = auth.newTicket();
    expect(auth.redeem(`${ticket}x`)).toBe(false);
    expect(auth.redeem(ticket)).toBe(true);
    expect(auth.redeem(ticket)).toBe(false);
    const old = auth.newTicket();
    clock.advance(LIMITS.loginTicketMs);
    expect(auth.redeem(old)).toBe(false);
  });

  it("E6 a cookie survives a restart with the same key, and ends with time or with another key", () => {
    const clock = new ManualClock();
    const auth = new ConsoleAuth(KEY, clock);
    const cookie = `theme=dark; ${cookieOf(auth)}`;
    expect(auth.newCookies(false, undefined)).toEqual([
      expect.stringMatching(/; HttpOnly; SameSite=Strict; Max-Age=\d+$/),
    ]);
    expect(auth.newCookies(true, undefined)[0]).toContain("; Secure");
    expect(new ConsoleAuth(KEY, clock).loginIn(cookie)).toBeDefined();
    expect(new ConsoleAuth(`${KEY}2`, clock).loginIn(cookie)).toBeUndefined();
    expect(auth.loginIn(cookie.replace(/=(\d)/, "=9$1"))).toBeUndefined();
    expect(auth.loginIn(`${cookie.split("=")[0]}=`)).toBeUndefined();
    clock.advance(LIMITS.consoleCookieMs);
    expect(auth.loginIn(cookie)).toBeUndefined();
  });

  it("E6 two servers of one machine have cookies of their own, and the same server always the same", () => {
    const clock = new ManualClock();
    const one = new ConsoleAuth(KEY, clock);
    const other = new ConsoleAuth(`${KEY}2`, clock);
    const jar = `${cookieOf(one)}; ${cookieOf(other)}`;
    expect(one.loginIn(jar)).toBeDefined();
    expect(other.loginIn(jar)).toBeDefined();
    expect(nameOf(cookieOf(one))).toBe(nameOf(cookieOf(new ConsoleAuth(KEY, clock))));
    expect(nameOf(cookieOf(one))).not.toBe(nameOf(cookieOf(other)));
  });

  it("E6 a login ends the oldest cookies of other servers when there are too many", () => {
    const clock = new ManualClock();
    const others = Array.from({ length: LIMITS.consoleCookiesKept + 2 }, (_, at) => {
      clock.advance(1000);
      return cookieOf(new ConsoleAuth(`${KEY}-${at}`, clock));
    });
    const shuffled = ["theme=dark", ...others.toReversed()].join("; ");
    const [own, ...ended] = new ConsoleAuth(KEY, clock).newCookies(false, shuffled);
    expect(own).toMatch(/^signalbox-/);
    expect(ended).toEqual(
      others.slice(0, 2).map((pair) => expect.stringMatching(new RegExp(`^${nameOf(pair)}=; .*Max-Age=0`))),
    );
  });

  it("E6 a login that was ended stays ended, after a restart and when the list is full; others go on", () => {
    const clock = new ManualClock();
    const kept = keptText();
    const auth = new ConsoleAuth(KEY, clock, kept);
    const cookie = cookieOf(auth);
    const other = cookieOf(auth);
    const { logins, cookie: ending } = auth.logOut(false, `a=b; ${cookie}`);
    expect(logins).toHaveLength(1);
    expect(ending).toMatch(/^signalbox-[0-9a-f]{8}=; .*Max-Age=0/);
    const restarted = () => new ConsoleAuth(KEY, clock, kept);
    for (const one of [auth, restarted()]) {
      expect(one.loginIn(cookie)).toBeUndefined();
      expect(one.loginIn(other)).toBeDefined();
    }
    expect(auth.logOut(false, cookie).logins).toEqual([]);
    for (let at = 0; at <= LIMITS.endedLogins; at++) {
      clock.advance(1000);
      auth.logOut(false, cookieOf(auth));
    }
    expect((kept.text ?? "").length).toBeLessThan(LIMITS.endedLogins * 50);
    clock.advance(1000);
    const fresh = cookieOf(auth);
    for (const one of [auth, restarted()]) {
      expect(one.loginIn(cookie)).toBeUndefined();
      expect(one.loginIn(fresh)).toBeDefined();
    }
  });

  it("E6 a list of ended logins that is damaged ends every earlier login, and none that comes later", () => {
    const clock = new ManualClock();
    const before = cookieOf(new ConsoleAuth(KEY, clock));
    for (const text of ["", "{", "[]", '{"allBefore":"x","ended":[]}']) {
      clock.advance(2000);
      let told = 0;
      const auth = new ConsoleAuth(KEY, clock, { read: () => text, write: () => {}, damaged: () => told++ });
      expect(told).toBe(1);
      expect(auth.loginIn(before)).toBeUndefined();
      expect(auth.loginIn(cookieOf(auth))).toBeDefined();
    }
  });
});

const cookieOf = (auth: ConsoleAuth) => (auth.newCookies(false, undefined)[0] ?? "").split(";")[0] ?? "";
const nameOf = (pair: string) => pair.split("=")[0] ?? "";

function keptText() {
  const kept = {
    text: undefined as string | undefined,
    read: () => kept.text,
    write: (text: string) => {
      kept.text = text;
    },
    damaged: () => {},
  };
  return kept;
}
