/** Tests what applying a template means. */
import { describe, expect, it } from "vitest";
import type { Permission, Tag, Token } from "../../../../broker/contract/nouns.ts";
import { missingTags, templateEdits, templateOf, tokenNames } from "./template-edits.ts";

const time = "2026-01-01T00:00:00.000Z";
const tag = (id: string, pattern: string): Tag => ({ id, pattern, description: "", createdAt: time, updatedAt: time });
const token = (id: string, maxConnections: number): Token => ({
  id,
  name: id,
  maxConnections,
  enabled: true,
  expiresAt: null,
  subject: null,
  messagesPerSecond: null,
  burst: null,
  note: "",
  secretHint: "••••",
  state: "enabled",
  connections: 0,
  barredUntil: null,
  lastSeenAt: null,
  createdAt: time,
  updatedAt: time,
});
const permission = (id: string, tokenId: string, tagId: string, access: Permission["access"]): Permission => ({
  id,
  tokenId,
  tagId,
  access,
});
const rights = {
  tags: new Map([tag("t1", "home/+/temp"), tag("t2", "home/+/door")].map((one) => [one.id, one])),
  permissions: new Map([permission("p1", "a", "t2", "read")].map((one) => [one.id, one])),
};
const role = {
  grants: [
    { pattern: "home/+/temp", access: "readwrite" as const },
    { pattern: "fw/+", access: "read" as const },
  ],
};

describe("a template", () => {
  it("gives its rights to each token, and makes the tags that are missing first", () => {
    expect(templateEdits(role, [token("a", 0), token("b", 0)], rights, "atLeast")).toEqual([
      { kind: "tag.create", tag: { pattern: "fw/+" } },
      { kind: "permission.set", tokenId: "a", tagId: "t1", access: "readwrite" },
      { kind: "permission.set", tokenId: "a", tagId: "pattern:fw/+", access: "read" },
      { kind: "permission.set", tokenId: "b", tagId: "t1", access: "readwrite" },
      { kind: "permission.set", tokenId: "b", tagId: "pattern:fw/+", access: "read" },
    ]);
  });
  it("takes away what it does not name only when that is asked for", () => {
    const edits = templateEdits(role, [token("a", 0)], rights, "exactly");
    expect(edits).toContainEqual({ kind: "permission.delete", id: "p1" });
    expect(templateEdits(role, [token("a", 0)], rights, "atLeast")).not.toContainEqual({
      kind: "permission.delete",
      id: "p1",
    });
  });
  it("sets the limit only where it differs", () => {
    const limited = { ...role, maxConnections: 3 };
    const kinds = templateEdits(limited, [token("a", 3), token("b", 1)], rights, "atLeast").flatMap((edit) =>
      edit.kind === "token.update" ? [edit.id] : [],
    );
    expect(kinds).toEqual(["b"]);
  });
  it("changes nothing for no token", () => {
    expect(templateEdits(role, [], rights, "exactly")).toEqual([]);
    expect(missingTags(role, rights)).toHaveLength(1);
  });
  it("is made from a token's rights", () => {
    expect(templateOf(token("a", 2), "Door reader", rights)).toEqual({
      kind: "template",
      name: "Door reader",
      note: "",
      maxConnections: 2,
      grants: [{ pattern: "home/+/door", access: "read" }],
    });
  });
  it("numbers new tokens past the names that are taken", () => {
    expect(tokenNames("Sensor", 3, new Set(["Sensor 2"]))).toEqual(["Sensor 1", "Sensor 3", "Sensor 4"]);
  });
});
