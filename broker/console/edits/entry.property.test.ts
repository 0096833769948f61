/** Proves that an engine which did not commit comes to the same state by the committed entries alone, and closes whom the first one closes. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Edit } from "../../contract/edits.ts";
import { LibraryDraft } from "../../contract/library.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { snapshotDigest } from "../../testing/snapshot-digest.ts";
import { addMember, createRoom, deleteRoom, directRoom } from "../chat/chat-rooms.ts";
import { Refused } from "../refused.ts";
import { deleteDocument, putDocument } from "../workspace/library.ts";
import { exportWorkspace, importWorkspace } from "../workspace/workspace-file.ts";
import { type EditEntry, withoutSeals } from "./entry.ts";
import { revertAudit } from "./revert.ts";
import { updateSettings } from "./settings.ts";
import { takeEntry } from "./take.ts";

const PATTERNS = ["a/#", "a/+", "a/b", "b/#", "c", "#"];
const SECRETS = ["secret-of-token-0", "secret-of-token-1", "secret-of-token-2"];
const PEOPLE = ["ada", "bo", "cy"].map((userId) => ({ userType: "user", userId }));
const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

type Act = (desk: DeskUnderTest) => unknown;
const anyAct: fc.Arbitrary<Act> = fc
  .tuple(fc.nat(12), fc.nat(99), fc.nat(99), fc.constantFrom(...PATTERNS), fc.boolean())
  .map(([kind, one, two, pattern, flag]) => (under) => {
    const { corridor, core } = under;
    const { tokens, tags, permissions } = core.policy.current;
    const token = at([...tokens.keys()], one) ?? "absent";
    const tag = at([...tags.keys()], two) ?? "absent";
    const room = at([...core.chat.all()], one)?.name ?? "absent";
    const person = at(PEOPLE, two) ?? { userType: "user", userId: "ada" };
    const edit = (...edits: Edit[]) => under.edit(...edits);
    switch (kind) {
      case 0:
        return edit({ kind: "tag.create", tag: { pattern } });
      case 1:
        return edit({ kind: "tag.delete", id: tag });
      case 2:
        return edit({ kind: "permission.delete", id: at([...permissions.keys()], one) ?? "absent" });
      case 3:
        return edit({ kind: "token.update", id: token, patch: { maxConnections: two % 3, enabled: two % 5 > 0 } });
      case 4:
        return edit({ kind: "token.rotate", id: token });
      case 5:
        return createRoom(
          corridor,
          { name: `room-${one % 4}`, kind: flag ? "private" : "public", members: [person] },
          "http",
        );
      case 6:
        return flag ? deleteRoom(corridor, room, "http") : addMember(corridor, room, person, "http");
      case 7:
        return directRoom(corridor, [person, at(PEOPLE, one) ?? person], flag ? "http" : null);
      case 8:
        return updateSettings(corridor, { enforcement: flag ? "strict" : "minimal", allowOverlaps: true }, "http");
      case 9:
        return putDocument(
          corridor,
          LibraryDraft.parse({
            kind: "sandboxClient",
            name: pattern,
            tokenId: token,
            dialect: "broker",
            filters: [],
            order: one,
          }),
        );
      case 10:
        return deleteDocument(corridor, at([...core.library.current.keys()], one) ?? "absent");
      case 11: {
        const file = exportWorkspace(corridor, true);
        const kept = file.tokens.slice(flag ? 1 : 0);
        return importWorkspace(corridor, { ...file, tokens: kept, rooms: file.rooms?.slice(1) }, "http");
      }
      default:
        return revertAudit(corridor, under.newestAudit().id, "http");
    }
  });

/** The rights that every run begins with. */
function fill(under: DeskUnderTest): void {
  updateSettings(under.corridor, { allowOverlaps: true }, "http");
  under.edit(...SECRETS.map((secret): Edit => ({ kind: "token.create", token: { secret } })));
  under.edit({ kind: "tag.create", tag: { pattern: "a/#" } }, { kind: "tag.create", tag: { pattern: "c" } });
  for (const tokenId of under.core.policy.current.tokens.keys()) {
    for (const pattern of ["a/#", "c"]) {
      under.edit({ kind: "permission.set", tokenId, tagId: `pattern:${pattern}`, access: "readwrite" });
    }
  }
}

const state = ({ core }: DeskUnderTest) => ({
  policy: snapshotDigest(core.policy.current),
  rooms: [...core.chat.all()].map(({ name, kind, memberRows }) => ({ name, kind, memberRows })),
  library: [...core.library.current.values()],
  topics: [...core.topics.all()]
    .map(({ name, metadata }) => ({ name, metadata }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
});

it("R12 an engine that takes the entries of another as plain JSON holds the same policy, rooms and library, and closes its own clients alike", () => {
  let entries = 0;
  let closed = 0;
  fc.assert(
    fc.property(fc.array(anyAct, { minLength: 10, maxLength: 30 }), (acts) => {
      const first = new DeskUnderTest();
      const second = new DeskUnderTest();
      first.desk.announcer.listen({
        committed(entry) {
          entries++;
          const text = JSON.stringify(withoutSeals(entry));
          for (const { sealedSecret } of entry.rows.tokens) expect(text).not.toContain(sealedSecret);
          takeEntry(second.desk, JSON.parse(text) as EditEntry);
        },
      });
      fill(first);
      for (const act of acts) {
        const pairs = SECRETS.flatMap((secret) => {
          const filters = ["a/b", "c"];
          return [{ here: first.connect(secret, ...filters), there: second.connect(secret, ...filters) }];
        });
        try {
          act(first);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
        expect(state(second)).toEqual(state(first));
        for (const { here, there } of pairs) {
          expect(there.closedWith).toEqual(here.closedWith);
          if (here.closedWith !== null) closed++;
        }
      }
      first.desk.close();
      second.desk.close();
    }),
    { numRuns: 60 },
  );
  expect(entries).toBeGreaterThan(500);
  expect(closed).toBeGreaterThan(100);
});
