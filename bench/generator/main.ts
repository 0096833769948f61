/** Owns the generator process: one job as JSON on stdin, its figures as one JSON line on stdout. */
import { text } from "node:stream/consumers";
import { runHandshakes } from "./handshakes.ts";
import type { Figures, Job } from "./job.ts";
import { runMemory } from "./memory.ts";
import { runPage } from "./page.ts";
import { runRevoke } from "./revoke.ts";
import { runTraffic } from "./traffic.ts";

function run(job: Job): Promise<Figures> {
  switch (job.kind) {
    case "traffic":
      return runTraffic(job);
    case "handshakes":
      return runHandshakes(job);
    case "memory":
      return runMemory(job);
    case "revoke":
      return runRevoke(job);
    case "page":
      return runPage(job);
  }
}

const job: Job = JSON.parse(await text(process.stdin));
try {
  const figures = await run(job);
  process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
}
