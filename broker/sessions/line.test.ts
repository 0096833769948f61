import { describe, expect, it } from "vitest";
import { Line } from "./line.ts";

const [a, b, c] = ["a", "b", "c"].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

describe("the frames that wait within a turn", () => {
  it("M5 who was given the same frames stands at the same place, and they are joined once", () => {
    const start = new Line();
    const one = start.with(a).with(b);
    const other = start.with(a).with(b);
    expect(other).toBe(one);
    expect(other.joined()).toBe(one.joined());
    expect(one.joined().toString()).toBe("ab");
    expect([one.count, one.bytes]).toEqual([2, 2]);
  });

  it("M5 equal bytes in another frame are another place", () => {
    const start = new Line();
    const one = start.with(a);
    expect(start.with(Buffer.from("a"))).not.toBe(one);
  });

  it("M5 ways part where frames differ, and nobody hears what was queued for another", () => {
    const start = new Line();
    const shared = start.with(a);
    const [one, other] = [shared.with(b), shared.with(c)];
    expect([one, other, one.with(c), shared.with(b)].map((line) => line.joined().toString())).toEqual([
      "ab",
      "ac",
      "abc",
      "ab",
    ]);
    expect(shared.joined()).toBe(a);
  });

  it("M5 a place that was forgotten keeps what it holds", () => {
    const start = new Line();
    const one = start.with(a);
    start.forget();
    expect(start.with(a)).not.toBe(one);
    expect(one.frames()).toEqual([a]);
    expect([start.count, start.bytes, start.frames()]).toEqual([0, 0, []]);
  });
});
