/** The bounds of the sessions that are away, and how they are found. */
import { expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import { type AwayEnding, type AwayMember, AwaySessions } from "./away-sessions.ts";

class Away implements AwayMember {
  readonly id: string;
  readonly filters = [];
  readonly order = 0;
  readonly tokenId: string;
  readonly clientId: string;
  ending: AwayEnding | null = null;
  constructor(id: number, tokenId: string) {
    this.id = `s${id}`;
    this.clientId = `c${id}`;
    this.tokenId = tokenId;
  }
  ended(ending: AwayEnding): void {
    this.ending = ending;
  }
}

it("M24 where a token has too many away, or all have, the longest away ends", () => {
  const away = new AwaySessions<Away>();
  const ofOne = Array.from({ length: LIMITS.awaySessionsOfToken + 1 }, (_, index) => new Away(index, "one"));
  for (const each of ofOne) away.add(each);
  expect(ofOne.filter(({ ending }) => ending !== null)).toEqual([ofOne[0]]);
  expect(ofOne[0]?.ending).toMatchObject({ code: 4004, by: "broker" });
  expect(away.ofToken("one").size).toBe(LIMITS.awaySessionsOfToken);
  const others = Array.from({ length: LIMITS.awaySessions }, (_, at) => new Away(at + 10_000, `t${at % 100}`));
  for (const each of others) away.add(each);
  expect(away.size).toBe(LIMITS.awaySessions);
  expect(ofOne.every(({ ending }) => ending !== null)).toBe(true);
  expect(others.some(({ ending }) => ending !== null)).toBe(false);
});

it("M24 one is found by its client, of its own token alone, and not when it is no more", () => {
  const away = new AwaySessions<Away>();
  const one = new Away(1, "one");
  away.add(one);
  expect([away.of("one", "c1"), away.of("two", "c1"), away.get("s1")]).toEqual([one, undefined, one]);
  expect(away.end("s1", { code: 4002, reason: "token deleted", by: "policy" })).toBe(true);
  expect(away.end("s1", { code: 4002, reason: "token deleted", by: "policy" })).toBe(false);
  expect([away.of("one", "c1"), away.size, away.ofToken("one").size]).toEqual([undefined, 0, 0]);
});
