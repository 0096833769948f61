import { beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { FairTurns, type Waiting } from "./fair-turns.ts";

const COSTLY = LIMITS.costlyMessageMs;
const NONE = new Uint8Array();

let now: number;
let ends: (() => void)[];
let heard: string[];
let turns: FairTurns;
beforeEach(() => {
  now = 0;
  ends = [];
  heard = [];
  turns = new FairTurns({ elapsed: () => now, atTurnsEnd: (run) => void ends.push(run) });
});

/** A client of whose messages each takes so many milliseconds. */
class Client implements Waiting {
  taken = 0;
  lastTook = 0;
  waiting = 0;
  readonly name: string;
  readonly cost: number;
  constructor(name: string, cost: number) {
    this.name = name;
    this.cost = cost;
  }
  get hasWaiting(): boolean {
    return this.waiting > 0;
  }
  handle(): void {
    heard.push(this.name);
    now += this.cost;
  }
  handleOldest(): void {
    this.waiting--;
    turns.time(this, NONE, false);
  }
  handledAll(): void {
    heard.push(`${this.name} done`);
  }
  /** What the listener does with each message that it has read. */
  arrives(times = 1): void {
    for (let i = 0; i < times; i++) {
      if (!turns.isStrict) {
        turns.time(this, NONE, false);
      } else if (this.hasWaiting || turns.mustWait()) {
        this.waiting++;
        turns.wait(this);
      } else {
        turns.time(this, NONE, false);
      }
    }
  }
}

function nextTurn(): void {
  for (const run of ends.splice(0)) run();
}

describe("turns by time", () => {
  it("M9 ordinary messages wait for nobody, however many there are, and no turn is planned for them", () => {
    const ordinary = new Client("o", COSTLY / 100);
    ordinary.arrives(10_000);
    expect([heard.length, turns.isStrict, ends.length]).toEqual([10_000, false, 0]);
  });

  it("M9 costly messages are handled for the time of one turn, and the others wait for the next", () => {
    const flood = new Client("f", 2 * COSTLY);
    flood.arrives(100);
    expect(heard.length).toBe(Math.ceil(LIMITS.floodTurnMs / (2 * COSTLY)));
    const before = heard.length;
    nextTurn();
    expect(heard.length - before).toBeLessThanOrEqual(Math.ceil(LIMITS.costlyTurnMs / (2 * COSTLY)));
    while (ends.length > 0) nextTurn();
    expect(heard.filter((name) => name === "f")).toHaveLength(100);
    expect(heard.at(-1)).toBe("f done");
  });

  it("M9 who has taken less time is heard before who floods, in the very next turn", () => {
    const floods = Array.from({ length: 20 }, (_, index) => new Client(`f${index}`, 10 * COSTLY));
    for (let round = 0; round < 10; round++) for (const flood of floods) flood.arrives();
    while (floods.some(({ taken }) => taken === 0)) nextTurn();
    const quiet = new Client("q", COSTLY / 10);
    for (let turn = 0; turn < 5; turn++) {
      quiet.arrives();
      expect(quiet.waiting).toBe(1);
      nextTurn();
      expect(quiet.waiting).toBe(0);
    }
  });

  it("M9 those who flood share the time and not the messages", () => {
    const [cheap, dear] = [new Client("cheap", COSTLY), new Client("dear", 8 * COSTLY)];
    dear.arrives();
    for (const flood of [cheap, dear]) flood.arrives(1000);
    for (let turn = 0; turn < 40; turn++) nextTurn();
    expect(Math.abs(cheap.taken - dear.taken)).toBeLessThanOrEqual(8 * COSTLY);
  });

  it("M9 a while after the last costly message nothing is timed any more", () => {
    const client = new Client("c", 2 * COSTLY);
    client.arrives();
    expect(turns.isStrict).toBe(true);
    now += LIMITS.costlyForMs;
    const ordinary = new Client("o", COSTLY / 100);
    nextTurn();
    ordinary.arrives();
    expect(turns.isStrict).toBe(false);
  });

  it("M9 a message that throws is timed as well, and holds up nobody behind it", () => {
    const broken = new Client("b", 10 * COSTLY);
    broken.handle = () => {
      now += broken.cost;
      throw new Error("planted");
    };
    expect(() => broken.arrives()).toThrow("planted");
    expect(turns.isStrict).toBe(true);
    const next = new Client("n", COSTLY / 10);
    next.arrives();
    nextTurn();
    expect(heard).toEqual(["n", "n done"]);
  });
});
