/** Tests that a closed connection is told which change closed it. */
import { describe, expect, it } from "vitest";
import type { RevocationView } from "../../../../broker/contract/live.ts";
import type { ClosedInfo } from "../../../../broker/contract/nouns.ts";
import { revocationWords } from "./revocation-words.ts";

const closed: ClosedInfo = {
  at: "2026-03-14T14:02:09.002Z",
  code: 4003,
  reason: "permission revoked: home/+/door",
  by: "policy",
  commitToCloseMs: 1,
  commitToGoneMs: 2,
};
const revocation: RevocationView = {
  id: "rev_1",
  at: "2026-03-14T14:02:09.001Z",
  revision: 132,
  actor: "console",
  summary: [{ subject: "Phone app", object: "home/+/door", before: "readwrite", after: "none" }],
  closed: 1,
  kept: 0,
  leaked: 0,
  framesDiscarded: 0,
  codes: [],
  closeMs: null,
  goneMs: null,
};
const phone = { tokenName: "Phone app", tokenId: "tok_1", filters: ["home/+/door"] };

describe("what a revocation took", () => {
  it("names the access before, and the revision", () => {
    expect(revocationWords(closed, phone, [revocation])).toBe("was readwrite until revision 132");
  });
  it("says nothing of another moment or another token", () => {
    expect(revocationWords({ ...closed, at: "2026-03-14T14:03:09.002Z" }, phone, [revocation])).toBeNull();
    expect(revocationWords(closed, { ...phone, tokenName: "Hub" }, [revocation])).toBeNull();
  });
});
