import { expect, it } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { TokenBlocks } from "./token-blocks.ts";

it("R9 K8 a blocked token stays out for as long as was said, whatever is done to the wall clock, and shows when it may come", () => {
  const clock = new ManualClock();
  const blocks = new TokenBlocks(clock);
  blocks.block("tok", 60_000);
  const end = clock.now() + 60_000;
  expect(blocks.until("tok")).toBe(end);
  clock.jump(3_600_000);
  expect(blocks.isBlocked("tok")).toBe(true);
  expect(blocks.until("tok")).toBe(end + 3_600_000);
  clock.jump(-7_200_000);
  clock.advance(59_999);
  expect([...blocks.all()]).toEqual([["tok", end - 3_600_000]]);
  clock.advance(1);
  expect(blocks.isBlocked("tok")).toBe(false);
  expect(blocks.until("tok")).toBeNull();
  expect(blocks.all().size).toBe(0);
});

it("R9 a block can be lifted, and is replaced by a later one", () => {
  const clock = new ManualClock();
  const blocks = new TokenBlocks(clock);
  blocks.block("tok", 60_000);
  blocks.block("tok", 1_000);
  blocks.block("other", 1_000);
  clock.advance(500);
  blocks.lift("other");
  expect([blocks.isBlocked("tok"), blocks.isBlocked("other"), blocks.isBlocked("never")]).toEqual([true, false, false]);
  clock.advance(500);
  expect(blocks.isBlocked("tok")).toBe(false);
});
