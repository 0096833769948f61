/** Owns the spec check as a command: every rule of SPEC.md has a test and stands in its place, and every test names a rule that is there. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./run.ts";
import { compare, outOfOrder, testNamesIn } from "./spec/rules.ts";

/** Tests, and the suites that every adapter of a port runs. */
const TESTS = ["{broker,electron,renderer,e2e}/**/*.{test,spec}.{ts,tsx}", "broker/testing/*-contract.ts"];

const names = globSync(TESTS, { cwd: ROOT }).flatMap((path) =>
  testNamesIn(path, readFileSync(join(ROOT, path), "utf8")),
);
const spec = readFileSync(join(ROOT, "broker/SPEC.md"), "utf8");
const { untested, unknown, rules } = compare(spec, names);
const misplaced = outOfOrder(spec);

if (untested.length > 0) console.error(`No test's name begins with: ${untested.join(", ")}`);
if (misplaced.length > 0) console.error(`Not in the order of their numbers: ${misplaced.join(", ")}`);
for (const name of unknown) console.error(`No such rule in broker/SPEC.md: "${name}"`);
console.log(`spec check: ${rules} rules, ${untested.length} without a test, ${unknown.length} unknown`);
process.exitCode = untested.length + unknown.length + misplaced.length > 0 ? 1 : 0;
