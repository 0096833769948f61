import { describe, expect, it } from "vitest";
import { RateLimit } from "./rate-limit.ts";

describe("the rate of one session", () => {
  it("M7 admits the burst at once and then so many a second", () => {
    const limit = new RateLimit(5, 0);
    expect(Array.from({ length: 6 }, () => limit.take(2, 5, 0))).toEqual(["ok", "ok", "ok", "ok", "ok", "refused"]);
    expect(limit.take(2, 5, 500)).toBe("ok");
    expect(limit.take(2, 5, 501)).toBe("refused");
  });

  it("M7 closes when the excess goes on for 5 s, and not when it pauses", () => {
    const steady = new RateLimit(1, 0);
    const verdicts: string[] = [];
    for (let now = 0; now <= 6000; now += 100) verdicts.push(steady.take(1, 1, now));
    expect(verdicts.indexOf("close") * 100).toBeGreaterThanOrEqual(5000);
    expect(verdicts).toContain("close");
    const pausing = new RateLimit(1, 0);
    const calm = new Set<string>();
    for (let now = 0; now <= 20_000; now += 1500) for (let i = 0; i < 3; i++) calm.add(pausing.take(1, 1, now));
    expect(calm).toEqual(new Set(["ok", "refused"]));
  });
});
