/** Tests which edits let a token read what it asked for. */
import { describe, expect, it } from "vitest";
import { editsThatAllow } from "./allow-filters.ts";

const tag = (id: string, pattern: string) => ({ id, pattern, description: "", createdAt: "", updatedAt: "" });

describe("allowing what a stranger asked for", () => {
  it("takes the tag with the pattern, else one that covers it, else makes one", () => {
    const tags = [tag("tag_1", "home/+/door"), tag("tag_2", "energy/#")];
    expect(editsThatAllow("tok_1", ["home/+/door", "energy/grid", "garage/door"], tags)).toEqual([
      { kind: "permission.set", tokenId: "tok_1", tagId: "tag_1", access: "read" },
      { kind: "permission.set", tokenId: "tok_1", tagId: "tag_2", access: "read" },
      { kind: "tag.create", tag: { pattern: "garage/door" } },
      { kind: "permission.set", tokenId: "tok_1", tagId: "pattern:garage/door", access: "read" },
    ]);
  });
  it("gives each tag once, and leaves out what is no pattern", () => {
    const tags = [tag("tag_2", "energy/#")];
    expect(editsThatAllow("tok_1", ["energy/a", "energy/b", "a/#/b"], tags)).toHaveLength(1);
  });
});
