/** Checks what is said of a kick before it is done. */
import { expect, it } from "vitest";
import { kickedOf } from "./kick-words.ts";

const open = (name: string, tokenId = "tok_1") => ({
  subject: { userType: "house", userId: name },
  address: "127.0.0.1:1",
  tokenId,
  closed: null,
});
const house = (...names: string[]) => new Map(names.map((name, index) => [`con_${index}`, open(name, `tok_${name}`)]));

it("connections of one name are told once with their number, and more names than anybody reads are counted", () => {
  const connections = house("hub", "phone", "phone", "a", "b", "c", "d", "e", "e");
  expect(kickedOf(["con_0", "con_1", "con_2"], connections)).toMatchObject({ names: "hub, phone (2)", tokens: 2 });
  expect(kickedOf([...connections.keys()], connections).names).toBe("hub, phone (2), a, b, c, d and 2 more");
});

it("a kick of more than half of those that are connected is said to be one, a kick of a few is not", () => {
  const connections = house("a", "b", "c", "d", "e", "f", "g", "h", "i");
  const first = (count: number) => kickedOf([...connections.keys()].slice(0, count), connections);
  expect(first(4).isMost).toBe(false);
  expect(first(5)).toMatchObject({ isMost: true, share: "That is 5 of the 9 that are connected" });
  expect(first(9).share).toBe("That is everybody who is connected");
  expect(kickedOf(["con_0"], house("a")).isMost).toBe(false);
});
