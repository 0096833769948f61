/** Checks keys, tickets and cookies of the console. */
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { ConsoleAuth } from "./console-auth.ts";

const KEY = "an-admin-key-for-tests";
const pairOf = (setCookie: string) => setCookie.split(";")[0] ?? "";

describe("who may call the console", () => {
  it("E4 takes the admin key as a bearer, and nothing like it", () => {
    const auth = new ConsoleAuth(KEY, new ManualClock());
    const knows = (authorization: string) => auth.knows({ authorization, cookie: undefined });
    expect(knows(`Bearer ${KEY}`)).toBe("key");
    expect(knows(`bearer  ${KEY}`)).toBe("key");
    for (const wrong of [KEY, `Token ${KEY}`, `Bearer ${KEY}x`, "Bearer ", "Bearer", `Bearer ${KEY.toUpperCase()}`]) {
      expect(knows(wrong)).toBeUndefined();
    }
    expect(auth.knows({ authorization: undefined, cookie: undefined })).toBeUndefined();
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
    const setCookie = auth.newCookie(false);
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict/);
    expect(setCookie).not.toContain("Secure");
    expect(auth.newCookie(true)).toContain("; Secure");
    const cookie = `theme=dark; ${pairOf(setCookie)}`;
    expect(new ConsoleAuth(KEY, clock).knows({ authorization: undefined, cookie })).toBe("cookie");
    expect(new ConsoleAuth(`${KEY}2`, clock).knows({ authorization: undefined, cookie })).toBeUndefined();
    expect(auth.knows({ authorization: "Bearer wrong", cookie })).toBeUndefined();
    expect(auth.knows({ authorization: undefined, cookie: cookie.replace(/=(\d)/, "=9$1") })).toBeUndefined();
    expect(auth.knows({ authorization: undefined, cookie: "signalbox=" })).toBeUndefined();
    clock.advance(LIMITS.consoleCookieMs);
    expect(auth.knows({ authorization: undefined, cookie })).toBeUndefined();
  });
});
