import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { Presence } from "./presence.ts";

const ANN = { userType: "user", userId: "1" };
const BOB = { userType: "user", userId: "2" };
const PUMP = { userType: "device", userId: "1" };

const presence = () => new Presence<string>(new ManualClock());
const idsOf = (online: Iterable<{ readonly subject: { readonly userId: string } }>) =>
  [...online].map(({ subject }) => subject.userId);

describe("presence", () => {
  it("Q8 a subject is online from its first connection to its last, and two tabs of it count once", () => {
    const here = presence();
    expect(here.enter("lobby", "tab 1", ANN)).toEqual({ isChange: true, subjects: 1 });
    expect(here.enter("lobby", "tab 2", { ...ANN })).toEqual({ isChange: false, subjects: 1 });
    expect(here.at("lobby").connections).toBe(2);
    expect(here.leave("lobby", "tab 1")).toEqual({ isChange: false, subjects: 1 });
    expect(here.at("lobby").find(ANN)?.sessions).toEqual(new Set(["tab 2"]));
    expect(here.leave("lobby", "tab 2")).toEqual({ isChange: true, subjects: 0 });
    expect(here.at("lobby").find(ANN)).toBeUndefined();
  });

  it("Q8 each place counts its own, and one that empties is forgotten", () => {
    const here = presence();
    here.enter("lobby", "a", ANN);
    here.enter("attic", "b", ANN);
    here.enter("attic", "c", BOB);
    expect(here.at("lobby").subjects).toBe(1);
    expect(here.at("attic").subjects).toBe(2);
    const lobby = here.at("lobby");
    here.leave("lobby", "a");
    expect(here.at("lobby")).not.toBe(lobby);
    expect(here.at("lobby").subjects).toBe(0);
    expect(here.at("attic").find(ANN)?.sessions).toEqual(new Set(["b"]));
  });

  it("Q8 the same id of another user type is somebody else", () => {
    const here = presence();
    here.enter("lobby", "a", ANN);
    expect(here.enter("lobby", "b", PUMP)).toEqual({ isChange: true, subjects: 2 });
    expect(idsOf(here.at("lobby").online("device"))).toEqual(["1"]);
    expect(idsOf(here.at("lobby").online("robot"))).toEqual([]);
  });

  it("Q8 entering and leaving twice change nothing, nor does leaving where one never was", () => {
    const here = presence();
    here.enter("lobby", "a", ANN);
    expect(here.enter("lobby", "a", ANN).isChange).toBe(false);
    expect(here.leave("lobby", "z")).toEqual({ isChange: false, subjects: 1 });
    expect(here.leave("nowhere", "z")).toEqual({ isChange: false, subjects: 0 });
    expect(here.leave("lobby", "a").isChange).toBe(true);
    expect(here.leave("lobby", "a")).toEqual({ isChange: false, subjects: 0 });
    expect(here.at("lobby").connections).toBe(0);
  });

  it("Q8 whatever comes and goes, the counts are those of the connections that are there", () => {
    const steps = fc.array(fc.record({ session: fc.nat(9), comes: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (list) => {
        const here = presence();
        // Each session has one subject and one place for its life: 10 sessions of 4 subjects at 3 places.
        const subject = (session: number) => ({ userType: "user", userId: String(session % 4) });
        const place = (session: number) => `room ${session % 3}`;
        const live = new Set<number>();
        for (const { session, comes } of list) {
          if (comes) here.enter(place(session), String(session), subject(session));
          else here.leave(place(session), String(session));
          if (comes) live.add(session);
          else live.delete(session);
        }
        const subjectsIn = (sessions: Iterable<number>) => new Set([...sessions].map((one) => one % 4)).size;
        for (const room of [0, 1, 2]) {
          const there = [...live].filter((session) => session % 3 === room);
          expect(here.at(`room ${room}`).connections).toBe(there.length);
          expect(here.at(`room ${room}`).subjects).toBe(subjectsIn(there));
        }
      }),
    );
  });
});
