/** Checks that a section is a file and a line: one that is made here passes through everything that an edit passes through. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { unchanged } from "../../access/plan.ts";
import type { Workspace } from "../../contract/workspace.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { conflict, Refused } from "../refused.ts";
import { exportWorkspace, importWorkspace, previewImport } from "../workspace/workspace-file.ts";
import { allSections } from "./all-sections.ts";
import { applyPlan, type Corridor } from "./apply-edit.ts";
import { previewPlan } from "./preview.ts";
import { previewRevert, revertAudit } from "./revert.ts";
import type { Section } from "./section.ts";
import { Sections } from "./sections.ts";

/** A notice on the wall, which closes everybody when it is put up. */
declare module "../../ports/store.ts" {
  interface SectionRows {
    readonly notice?: { readonly from: string; readonly text: string };
  }
}

interface NoticeFile extends Workspace {
  readonly notice?: string;
}

let under: DeskUnderTest;
let corridor: Corridor;
let notice: string;
let followed: string[];

beforeEach(() => {
  under = new DeskUnderTest();
  notice = "";
  followed = [];
  const { desk, core } = under;
  const all = allSections({ core, sandbox: desk.sandbox, applySettings: () => undefined });
  corridor = { ...under.corridor, sections: new Sections([...all, noticeSection()]) };
});
afterEach(() => under.desk.close());

const lineOf = (before: string, after: string) => ({ subject: "Notice", object: "text", before, after });

const between = (from: string, text: string) => ({ change: { from, text }, undo: { from: text, text: from } });

/** All that would be in the file of a new section. */
function noticeSection(): Section<"notice"> {
  return {
    name: "notice",
    isEdit: true,
    isEmpty: ({ from, text }) => from === text,
    judge(verdict, { text }) {
      const closed = [...under.core.registry.all()].map(({ id: connectionId, tokenId }) => {
        return { connectionId, tokenId, code: 4010, reason: text, filter: null, today: "none", after: "none" } as const;
      });
      return { ...verdict, closed: [...verdict.closed, ...closed], kept: verdict.kept - closed.length };
    },
    take({ text }) {
      notice = text;
    },
    follow: ({ text }) => void followed.push(`${text}, ${under.core.registry.size} open`),
    exported: () => ({ notice }) as Partial<Workspace>,
    imported(file: NoticeFile) {
      if (file.notice === undefined || file.notice === notice) return undefined;
      const edit = { name: "notice", ...between(notice, file.notice) } as const;
      return { edit: { ...edit, summary: [lineOf(notice, file.notice)] }, isWhole: true };
    },
    undo(change, { isPartial }) {
      if (change === undefined) return {};
      if (notice === "for good") {
        if (!isPartial) throw conflict("The notice is for good", {});
        return { told: [lineOf("", "stays")] };
      }
      return {
        edit: { name: "notice", ...between(notice, change.text), summary: [lineOf(notice, change.text)] },
      };
    },
    touched: () => ["notice"],
  };
}

const put = (text: string) =>
  applyPlan(
    corridor,
    corridor.sections.carry(unchanged(under.core.policy.current), [
      { name: "notice", ...between(notice, text), summary: [lineOf(notice, text)] },
    ]),
    "http",
  );
const undo = () => revertAudit(corridor, under.newestAudit().id, "http");

it("A5 R7 a section's edit is judged before, is a revision with its audit row, closes whom it closes, and is undone and brought back", () => {
  const { secret } = under.token({ "a/#": "read" });
  const client = under.connect(secret, "a/b");
  const plan = corridor.sections.carry(unchanged(under.core.policy.current), [
    { name: "notice", ...between(notice, "hello"), summary: [] },
  ]);
  const { closed, kept } = previewPlan(corridor, plan);
  expect({ codes: closed.map(({ code }) => code), kept }).toEqual({ codes: [4010], kept: 0 });
  expect(notice).toBe("");

  const { revision } = under.core.policy.current;
  expect(put("hello")).toMatchObject({ revision: revision + 1, closed: [{ code: 4010, reason: "hello" }], kept: 0 });
  expect(client.closedWith?.code).toBe(4010);
  expect(followed).toEqual(["hello, 0 open"]);
  expect(under.newestAudit()).toMatchObject({ summary: [lineOf("", "hello")], revertible: true });

  undo();
  expect(notice).toBe("");
  undo();
  expect(notice).toBe("hello");
  expect(under.newestAudit().summary).toEqual([lineOf("", "hello")]);
});

it("A2 a change of a section that is none leaves no trace", () => {
  put("hello");
  const { revision } = under.core.policy.current;
  expect(put("hello")).toMatchObject({ revision, closed: [] });
  expect(under.newestAudit().revision).toBe(revision);
});

it("A9 H11 a section comes with a workspace file, goes back with the policy, and stays by itself where it cannot", () => {
  put("one");
  const file: NoticeFile = exportWorkspace(corridor, false);
  expect(file.notice).toBe("one");
  const next: NoticeFile = { ...file, notice: "two", tags: [{ pattern: "a/#" }] };
  const preview = previewImport(corridor, next);
  expect(preview.closed).toEqual([]);
  importWorkspace(corridor, next, "http");
  expect(notice).toBe("two");
  expect(under.core.policy.current.tags.size).toBe(1);
  undo();
  expect(notice).toBe("one");

  importWorkspace(corridor, { ...next, notice: "for good" } as Workspace, "http");
  expect(previewRevert(corridor, under.newestAudit().id).closed).toEqual([]);
  undo();
  expect(notice).toBe("for good");
  expect(under.core.policy.current.tags.size).toBe(0);
  expect(under.newestAudit().summary).toContainEqual(lineOf("", "stays"));
});

it("A5 what a later edit of the same section changed, or what cannot be taken back, is not undone", () => {
  put("one");
  const first = under.newestAudit();
  put("two");
  expect(() => revertAudit(corridor, first.id, "http")).toThrow(/changed the same things later/);
  put("for good");
  expect(undo).toThrow(Refused);
});
