import { beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { FairReading } from "./fair-reading.ts";

let now: number;
let waiting: (() => void)[];
let calls: string[];
let reading: FairReading;
beforeEach(() => {
  now = 0;
  waiting = [];
  calls = [];
  reading = new FairReading({ elapsed: () => now, atTurnsEnd: (run) => void waiting.push(run) });
});

function socket(name: string) {
  return { pause: () => void calls.push(`stop ${name}`), resume: () => void calls.push(`go ${name}`) };
}

function nextTurn(): void {
  for (const run of waiting.splice(0)) run();
}

/** A burst that takes a whole turn's time. */
function longBurst(from: ReturnType<typeof socket>): void {
  reading.burst(from);
  now += LIMITS.floodTurnMs;
}

describe("who reads on", () => {
  it("M9 bursts within the time of a turn stop nobody, turn after turn", () => {
    const [a, b] = [socket("a"), socket("b")];
    for (let turn = 0; turn < 5; turn++) {
      reading.burst(a);
      now += LIMITS.floodTurnMs - 1;
      reading.burst(b);
      now += LIMITS.floodTurnMs;
      nextTurn();
    }
    expect(calls).toEqual([]);
  });

  it("M9 when a turn has gone to those who flood they all stop, and go on after it, who was not heard first", () => {
    const [a, b, c] = [socket("a"), socket("b"), socket("c")];
    for (const one of [a, b]) reading.burst(one);
    now += LIMITS.floodTurnMs;
    reading.burst(a);
    expect(calls).toEqual(["stop b", "stop a"]);
    reading.burst(c);
    expect(calls.splice(0)).toEqual(["stop b", "stop a", "stop c"]);
    nextTurn();
    expect(calls).toEqual(["go b", "go a", "go c"]);
  });

  it("M9 who was stopped is stopped again with the others before it was read", () => {
    const [a, b] = [socket("a"), socket("b")];
    longBurst(a);
    reading.burst(b);
    nextTurn();
    calls.splice(0);
    longBurst(a);
    reading.burst(a);
    expect(calls).toEqual(["stop b", "stop a"]);
  });

  it("M9 who floods no longer is forgotten, and so is a socket that has gone", () => {
    const [a, b] = [socket("a"), socket("b")];
    longBurst(a);
    reading.burst(b);
    nextTurn();
    nextTurn();
    expect(waiting).toEqual([]);
    calls.splice(0);
    longBurst(b);
    reading.forget(b);
    reading.burst(socket("c"));
    expect(calls).toEqual(["stop c"]);
  });
});
