import { describe, expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { addressKey } from "./address-key.ts";
import { AuthDelay } from "./auth-delay.ts";

const at = (host: string) => ({ address: `${host}:1`, host, loopback: false });

function failing(host = "192.0.2.1", failures: number = LIMITS.authFailuresFree) {
  const clock = new ManualClock();
  const delay = new AuthDelay(clock, () => "remote");
  for (let i = 0; i < failures; i++) delay.failed(at(host));
  return { clock, delay };
}

describe("the delay of an address that failed", () => {
  it("C8 attempts at once are judged one after the other, each after its own wait; those beyond are not judged", () => {
    const { delay } = failing();
    const waits = Array.from({ length: 6 }, () => delay.enter(at("192.0.2.1")));
    expect(waits).toEqual([250, 750, 1750, 3750, null, null]);
    expect(delay.enter(at("192.0.2.2"))).toBe(0);
  });

  it("C8 guesses in turn and guesses at once come to about as many in a minute", () => {
    const judged = (parallel: number) => {
      const { clock, delay } = failing(undefined, 0);
      let count = 0;
      let waiting = 0;
      for (let ms = 0; ms < 60_000; ms += 10) {
        while (waiting < parallel) {
          const wait = delay.enter(at("192.0.2.1"));
          if (wait === null) break;
          const judge = () => {
            if (wait > 0) delay.leave(at("192.0.2.1"));
            delay.failed(at("192.0.2.1"));
            count++;
            waiting--;
          };
          waiting++;
          if (wait > 0) clock.after(wait, judge);
          else judge();
        }
        clock.advance(10);
      }
      return count;
    };
    expect(judged(1)).toBeGreaterThan(10);
    expect(judged(400)).toBeLessThanOrEqual(2 * judged(1));
  });

  it("C8 who leaves while it waits gives its place up, and a success lets the address in as before", () => {
    const { clock, delay } = failing();
    for (let i = 0; i < LIMITS.authWaitingPerAddress; i++) delay.enter(at("192.0.2.1"));
    expect(delay.enter(at("192.0.2.1"))).toBeNull();
    for (let i = 0; i < LIMITS.authWaitingPerAddress; i++) delay.leave(at("192.0.2.1"));
    clock.advance(3_750);
    expect(delay.enter(at("192.0.2.1"))).toBe(250);
    delay.leave(at("192.0.2.1"));
    delay.succeeded(at("192.0.2.1"));
    expect(delay.enter(at("192.0.2.1"))).toBe(0);
  });

  it("C8 what waits is bounded over all addresses", () => {
    const { delay } = failing();
    let waiting = 0;
    for (let host = 0; host < LIMITS.authWaiting; host++) {
      const address = at(`198.51.${host >> 8}.${host & 255}`);
      for (let i = 0; i < LIMITS.authFailuresFree; i++) delay.failed(address);
      while (delay.enter(address) !== null) waiting++;
    }
    expect(waiting).toBe(LIMITS.authWaiting);
  });

  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::9", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ])("C8 %s counts as %s", (host, key) => {
    expect(addressKey(host)).toBe(key);
  });
});
