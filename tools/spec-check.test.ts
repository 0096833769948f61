/** Owns the proof that the spec check sees a rule without a test and a test without a rule. */
import { describe, expect, it } from "vitest";
import { compare, idsOf, outOfOrder, testNamesIn } from "./spec/rules.ts";

const SPEC = "# Rules\n\n- **T1** One.\n- **T2** Two, see T1.\n";

describe("the spec check", () => {
  it("names the rules that no test begins with", () => {
    expect(compare(SPEC, ["T1 one holds"])).toEqual({ untested: ["T2"], unknown: [], rules: 2 });
  });

  it("names a test whose rule the spec does not hold", () => {
    expect(compare(SPEC, ["T1 T2 both", "T9 nobody wrote this"]).unknown).toEqual(["T9 nobody wrote this"]);
  });

  it("names a rule that does not stand in the order of its numbers, in each section by itself and for each letter", () => {
    const rules = (...ids: string[]) => ids.map((id) => `- **${id}** A rule, see T9.\n`).join("");
    expect(outOfOrder(`## T\n\n${rules("T1", "T2", "T4")}`)).toEqual([]);
    expect(outOfOrder(`## T\n\n${rules("T2", "T3", "T1", "T4", "T4")}`)).toEqual(["T1", "T4"]);
    expect(outOfOrder(`## Ports\n\n${rules("S1", "K1", "S2", "K2")}\n## T\n\n${rules("S1")}`)).toEqual([]);
  });

  it("leaves ids of other documents alone", () => {
    expect(compare(SPEC, ["T1 T2 both", "P4 of another protocol"]).unknown).toEqual([]);
  });

  it("counts ids only at the head of a name", () => {
    expect(idsOf("T1 C2 both hold")).toEqual(["T1", "C2"]);
    expect(idsOf("holds T1")).toEqual([]);
  });

  it("reads names of it, test and it.each, and not those in comments or of other calls", () => {
    const text = `
      it("T1 a", () => {});
      test("T2 b", async () => {});
      it.each([1, 2])("T3 c %s", () => {});
      it(\`T4 d \${1}\`, () => {});
      // it("T5 e", () => {});
      describe("T6 f", () => {});
      test.step("T7 g", () => {});
    `;
    expect(testNamesIn("a.test.ts", text)).toEqual(["T1 a", "T2 b", "T3 c %s", "T4 d …"]);
  });
});
