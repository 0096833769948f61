import { beforeEach, describe, expect, it } from "vitest";
import { Flusher } from "./flusher.ts";

let flusher: Flusher;
let written: string[];
let turnsEnd: (() => void)[];
let tasksEnd: (() => void)[];
beforeEach(() => {
  [written, turnsEnd, tasksEnd] = [[], [], []];
  flusher = new Flusher({
    atTasksEnd: (run) => void tasksEnd.push(run),
    atTurnsEnd: (run) => void turnsEnd.push(run),
  });
});

/** One callback of the event loop, in which these have something to write. */
function task(...names: string[]): void {
  for (const name of names) flusher.add({ flush: () => void written.push(name) });
  for (const run of tasksEnd.splice(0)) run();
}

function turn(...tasks: readonly string[][]): void {
  for (const names of tasks) task(...names);
  for (const run of turnsEnd.splice(0)) run();
}

describe("the writes of a turn", () => {
  it("M5 leave together at its end, in order, each once", () => {
    task("a", "b");
    task("c");
    expect(written).toEqual([]);
    turn();
    expect(written).toEqual(["a", "b", "c"]);
  });

  it("M5 leave at the task's end while one task a turn writes, and together again when several do", () => {
    for (let before = 0; before < 20; before++) turn(["x"]);
    written = [];
    task("alone");
    expect(written).toEqual(["alone"]);
    for (let crowded = 0; crowded < 20; crowded++) turn(["x"], ["y"], ["z"]);
    written = [];
    task("first");
    task("second");
    expect(written).toEqual([]);
    turn();
    expect(written).toEqual(["first", "second"]);
  });

  it("M5 a failing one costs the others nothing", () => {
    flusher = new Flusher(
      { atTasksEnd: (run) => void tasksEnd.push(run), atTurnsEnd: (run) => void turnsEnd.push(run) },
      { caught: (place) => void written.push(place) },
    );
    flusher.add({
      flush() {
        throw new Error("planted");
      },
    });
    turn(["other"]);
    expect(written).toEqual(["write", "other"]);
  });
});
