/** Owns the proof that a wish for another port is kept or refused, and that nothing moves by itself. */
import { describe, expect, it } from "vitest";
import { changePort } from "./port-change.ts";

function surroundings(busy: readonly number[]) {
  const remembered: number[] = [];
  return {
    remembered,
    change: {
      serving: 8001,
      isFree: async (port: number) => port !== 8001 && !busy.includes(port),
      nextFree: async (port: number) => (port + 1 > 65_535 ? undefined : port + 1),
      remember: (port: number) => void remembered.push(port),
    },
  };
}

describe("another port", () => {
  it("that is free is kept for the next start", async () => {
    const { remembered, change } = surroundings([]);
    expect(await changePort(9000, change)).toEqual({ state: "kept", port: 9000 });
    expect(remembered).toEqual([9000]);
  });

  it("that another program has is refused by its number, with the next free one, and nothing is kept", async () => {
    const { remembered, change } = surroundings([9000, 65_535]);
    expect(await changePort(9000, change)).toEqual({ state: "busy", port: 9000, free: 9001 });
    expect(await changePort(65_535, change)).toEqual({ state: "busy", port: 65_535, free: null });
    expect(remembered).toEqual([]);
  });

  it("may be the one that this broker has itself", async () => {
    const { remembered, change } = surroundings([]);
    expect(await changePort(8001, change)).toEqual({ state: "kept", port: 8001 });
    expect(remembered).toEqual([8001]);
  });
});
