/** Checks how refused requests stand among the rejected connections. */
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import type { DoorEntry } from "../../contract/nouns.ts";
import { Journal } from "../../sessions/journal.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { SilentLog } from "../../testing/silent-log.ts";
import { HttpRejections } from "./http-rejections.ts";

const SECRET = "a-guess-of-the-admin-key-that-is-long";

function setUp() {
  const clock = new ManualClock();
  const doorlog = new Journal<DoorEntry>();
  const told: boolean[] = [];
  doorlog.onAdded((_entry, isNew) => void told.push(isNew));
  const rejections = new HttpRejections({ clock, log: new SilentLog(), journals: { doorlog } });
  const add = (host: string, secret = SECRET) =>
    rejections.add({
      step: "admin-key-wrong",
      peer: { address: `${host}:1`, host, loopback: false },
      userAgent: "u".repeat(500),
      secret,
    });
  return { clock, doorlog, told, rejections, add };
}

describe("rejected requests", () => {
  it("E20 ten thousand guesses of one address are one entry a minute, which says how many", () => {
    const { clock, doorlog, told, add } = setUp();
    for (let at = 0; at < 10_000; at++) add("203.0.113.9");
    clock.advance(LIMITS.rejectionUpdateMs);
    const [entry, ...others] = [...doorlog.newest()];
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ address: "203.0.113.9:1", code: 401, step: "admin-key-wrong", dialect: "http" });
    expect(entry?.reason).toContain("10000 times");
    expect(entry?.userAgent).toHaveLength(200);
    expect(JSON.stringify(entry)).not.toContain(SECRET);
    expect(told).toEqual([true, false]);
    clock.advance(LIMITS.rejectionGroupMs);
    add("203.0.113.9");
    expect(doorlog.size).toBe(2);
  });

  it("E20 many addresses share an entry beyond a hundred, and get their own again later", () => {
    const { clock, doorlog, add } = setUp();
    for (let at = 0; at < 5_000; at++) add(`host-${at}`);
    clock.advance(LIMITS.rejectionUpdateMs);
    expect(doorlog.size).toBe(LIMITS.rejectionGroups + 1);
    const [newest] = [...doorlog.newest()];
    expect(newest).toMatchObject({ address: "several addresses", reason: expect.stringContaining("4900 times") });
    clock.advance(LIMITS.rejectionGroupMs);
    add("host-4999");
    expect([...doorlog.newest()][0]).toMatchObject({ address: "host-4999:1" });
  });

  it("E20 what was counted last is written when the broker ends", () => {
    const { doorlog, rejections, add } = setUp();
    add("a");
    add("a", "");
    rejections.close();
    expect([...doorlog.newest()][0]?.reason).toContain("2 times");
  });
});
