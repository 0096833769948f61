/** Owns the proof that a run's counts cannot look better than the run was. */
import { describe, expect, it } from "vitest";
import { settle, tallyPlaywright, tallyVitest } from "./test-report.ts";

const vitest = (fields: object) =>
  JSON.stringify({
    success: true,
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...fields,
  });
const playwright = (stats: object, errors: readonly unknown[] = []) =>
  JSON.stringify({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors });

describe("the count of a test run", () => {
  it("takes passed and failed tests from vitest", () => {
    expect(tallyVitest(vitest({ numFailedTests: 2, success: false }))).toEqual({ passed: 3, failed: 2 });
  });

  it("counts a skipped test as failed", () => {
    expect(tallyVitest(vitest({ numPendingTests: 1 })).failed).toBe(1);
    expect(tallyVitest(vitest({ numTodoTests: 1 })).failed).toBe(1);
    expect(tallyPlaywright(playwright({ skipped: 1 })).failed).toBe(1);
  });

  it("counts a file that did not load as failed", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(tallyVitest(vitest({ success: false, testResults })).failed).toBe(1);
  });

  it("counts an unsuccessful run without a failed test as one failure", () => {
    expect(tallyVitest(vitest({ success: false })).failed).toBe(1);
  });

  it("counts a flaky journey and an error outside a journey as failed", () => {
    expect(tallyPlaywright(playwright({ flaky: 1 }))).toEqual({ passed: 2, failed: 1 });
    expect(tallyPlaywright(playwright({}, [{ message: "no browser" }])).failed).toBe(1);
  });

  it("counts a runner that ran nothing, or failed silently, as one failure", () => {
    expect(settle({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
    expect(settle({ passed: 5, failed: 0 }, 1)).toEqual({ passed: 5, failed: 1 });
    expect(settle({ passed: 5, failed: 0 }, 0)).toEqual({ passed: 5, failed: 0 });
  });

  it("refuses a report of another shape", () => {
    expect(() => tallyVitest("{}")).toThrow();
    expect(() => tallyPlaywright("{}")).toThrow();
  });
});
