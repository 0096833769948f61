/** Checks how long the audit journal keeps its rows. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { revertAudit } from "../edits/revert.ts";
import { updateSettings } from "../edits/settings.ts";
import { listAudit } from "../lists/lists.ts";
import { Refused } from "../refused.ts";

const DAY_MS = 24 * 3_600_000;

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const rows = () => under.store.auditSize().rows;
const editTimes = (count: number) => {
  for (let at = 0; at < count; at++) under.edit({ kind: "tag.create", tag: { pattern: `t/${at}/${rows()}` } });
};

it("Y7 rows beyond the bound leave within a minute, the oldest first", () => {
  updateSettings(under.corridor, { auditRows: 100 }, "http");
  editTimes(130);
  expect(rows()).toBe(131);
  under.clock.advance(60_000);
  expect(rows()).toBe(100);
  expect(under.store.listAudit({ limit: 1 })[0]?.revision).toBe(under.core.policy.current.revision);
});

it("Y7 a bound that is lowered acts at once, in a turn of its own", () => {
  editTimes(130);
  updateSettings(under.corridor, { auditRows: 100 }, "http");
  expect(rows()).toBe(131);
  under.clock.advance(1);
  expect(rows()).toBe(100);
});

it("Y7 rows older than the days leave, and the newest row stays", () => {
  updateSettings(under.corridor, { auditDays: 7 }, "http");
  editTimes(3);
  under.clock.advance(6 * DAY_MS);
  editTimes(1);
  expect(rows()).toBe(5);
  under.clock.advance(1 * DAY_MS + 60_000);
  expect(rows()).toBe(1);
  under.clock.advance(30 * DAY_MS);
  expect(rows()).toBe(1);
});

it("Y7 K8 a clock that runs ahead for a while, or is wrong at the start, takes no row", async () => {
  updateSettings(under.corridor, { auditDays: 7 }, "http");
  editTimes(3);
  await under.start();
  under.clock.advance(1_000);
  under.clock.jump(30 * DAY_MS);
  under.clock.advance(2 * 60_000);
  updateSettings(under.corridor, { auditRows: 200 }, "http");
  under.clock.advance(2 * 60_000);
  expect(rows()).toBe(5);
  under.clock.jump(-30 * DAY_MS);
  under.clock.advance(6 * DAY_MS);
  expect(rows()).toBe(5);
  under.clock.advance(1 * DAY_MS + 60_000);
  expect(rows()).toBe(1);
});

it("Y7 an edit whose row is gone cannot be undone, and the answer says so", () => {
  editTimes(1);
  const [row] = listAudit(under.core, {}).items;
  editTimes(130);
  updateSettings(under.corridor, { auditRows: 100 }, "http");
  under.clock.advance(1);
  expect(() => revertAudit(under.corridor, row?.id ?? "", "http")).toThrow(Refused);
});
