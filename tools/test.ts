/** Owns `npm test`: prepares the machine, runs every check in order and closes with one line of counts. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareMachine } from "./prepare-machine.ts";
import { run } from "./run.ts";
import { add, settle, type Tally, tallyPlaywright, tallyVitest } from "./test-report.ts";

interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  /** How its tests are counted; a check without it counts as one. */
  readonly count?: () => Tally;
}

const reports = mkdtempSync(join(tmpdir(), "signalbox-test-"));
const vitestJson = join(reports, "vitest.json");
const playwrightJson = join(reports, "playwright.json");

const CHECKS: readonly Check[] = [
  // It colours a file too unless told.
  { name: "lint", command: ["biome", "ci", ".", process.stdout.isTTY ? "--colors=force" : "--colors=off"] },
  { name: "types", command: ["tsc", "-b"] },
  { name: "imports", command: ["node", "tools/import-check.ts"] },
  { name: "rules", command: ["node", "tools/spec-check.ts"] },
  {
    name: "unit and integration tests",
    command: ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${vitestJson}`],
    count: () => tallyVitest(readFileSync(vitestJson, "utf8")),
  },
  { name: "build", command: ["npm", "run", "--silent", "build"] },
  {
    name: "browser journeys",
    command: ["playwright", "test", "--reporter=list,json"],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightJson },
    count: () => tallyPlaywright(readFileSync(playwrightJson, "utf8")),
  },
  { name: "desktop", command: ["npm", "run", "--silent", "test:desktop"] },
];

async function tallyOf(check: Check): Promise<Tally> {
  const [command, ...args] = check.command;
  const exitCode = await run(command, args, check.environment ? { environment: check.environment } : {});
  if (!check.count) return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  try {
    return settle(check.count(), exitCode);
  } catch (error) {
    console.error(`${check.name}: no readable report, ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1 };
  }
}

async function main(): Promise<number> {
  if (!prepareMachine()) {
    console.log("0 passed, 1 failed");
    return 1;
  }
  let total: Tally = { passed: 0, failed: 0 };
  const lines: string[] = [];
  for (const check of CHECKS) {
    console.log(`\n== ${check.name}`);
    const started = performance.now();
    const tally = await tallyOf(check);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    lines.push(
      `${tally.failed === 0 ? "ok  " : "FAIL"} ${check.name}: ${tally.passed} passed, ${tally.failed} failed, ${seconds} s`,
    );
    total = add(total, tally);
  }
  console.log(`\n${lines.join("\n")}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} finally {
  rmSync(reports, { recursive: true, force: true });
}
