/** Tests how a conversation is cut into days and groups, and how subjects are typed. */
import { expect, it } from "vitest";
import { dayLabel, linesOf } from "./conversation-items.ts";
import { initials, subjectFrom, subjectText } from "./subjects.ts";

const at = (id: number, author: string, time: string) => ({
  id,
  body: "x",
  author: { id: `user:${author}`, username: author, avatar: null },
  created_at: new Date(time).toISOString(),
});

it("a day has its line, and messages of one author are a group until another speaks or five minutes pass", () => {
  const lines = linesOf([
    at(1, "alice", "2026-03-13T23:59:00"),
    at(2, "alice", "2026-03-14T00:00:30"),
    at(3, "alice", "2026-03-14T00:01:00"),
    at(4, "bob", "2026-03-14T00:01:10"),
    at(5, "bob", "2026-03-14T00:07:00"),
  ]);
  expect(
    lines.map((line) => (line.kind === "day" ? "day" : `${line.message.id}${line.isFirst ? " first" : ""}`)),
  ).toEqual(["day", "1 first", "day", "2 first", "3", "4 first", "5 first"]);
});

it("today and yesterday are called so, other days by their date", () => {
  const now = new Date("2026-03-14T12:00:00").getTime();
  expect(dayLabel("2026-03-14T00:00:01", now)).toBe("Today");
  expect(dayLabel("2026-03-13T23:59:59", now)).toBe("Yesterday");
  expect(dayLabel("2026-03-09T10:00:00", now)).toBe("Monday 9 March");
  expect(dayLabel("2025-03-09T10:00:00", now)).toBe("Sunday 9 March 2025");
});

it("a subject is typed as type:id, a word alone is a user", () => {
  expect(subjectFrom(" device:a:b ")).toEqual({ userType: "device", userId: "a:b" });
  expect(subjectFrom("alice")).toEqual({ userType: "user", userId: "alice" });
  expect([":x", "x:", "", "a/b:c"].map(subjectFrom)).toEqual([undefined, undefined, undefined, undefined]);
  expect(subjectText({ userType: "user", userId: "alice" })).toBe("user:alice");
  expect([initials("alice"), initials("anna-lena"), initials("…")]).toEqual(["AL", "AL", "?"]);
});
