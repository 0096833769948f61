/** `--scenario held`: how long one call of the admin API holds up a message of somebody else. */
import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { GrownServer } from "./growth/grown-server.ts";
import { OPERATIONS, type Operation } from "./held/operations.ts";
import { Probe } from "./held/probe.ts";
import { grid } from "./report/table.ts";
import { CpuShare } from "./run/cpu-share.ts";
import { cpuTime } from "./run/cpu-time.ts";
import { PUBLISHER_SECRET, SUBSCRIBER_SECRET } from "./wire/bench-policy.ts";

/** A pause before each call, in which nothing happens: the probe forgets what the call before did. */
const REST_MS = 300;

/** Prints a row a call; `--only a,b` names some groups of them. @throws Error for an unknown name */
export async function benchHeld(args: readonly string[]): Promise<void> {
  const at = args.indexOf("--only");
  const names = at < 0 ? [] : (args[at + 1] ?? "").split(",");
  const unknown = names.find((name) => !OPERATIONS.some((group) => group.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no group ${unknown}; there are ${OPERATIONS.map(({ name }) => name).join(", ")}`);
  const busy = new CpuShare();
  const rows = [["", "answered", "took, ms", "cpu, ms", "held, ms"]];
  for (const group of OPERATIONS) {
    if (names.length > 0 && !names.includes(group.name)) continue;
    const server = await GrownServer.open();
    try {
      rows.push([group.title, "", "", "", ""]);
      for await (const operation of group.operations(server)) rows.push(await measured(server, operation));
    } finally {
      await server.close();
    }
  }
  console.log(grid(rows));
  console.log(`\nload ${(loadavg()[0] ?? 0).toFixed(1)}, ${busy.words()}`);
}

async function measured(server: GrownServer, { name, call }: Operation): Promise<string[]> {
  const probe = await Probe.open({
    url: `ws://127.0.0.1:${server.port}/ws/brocker/`,
    publisher: PUBLISHER_SECRET,
    subscriber: SUBSCRIBER_SECRET,
    topic: "bench/probe",
  });
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  const idle = await probe.longestMs();
  const cpu = cpuTime(server.pid);
  const begun = performance.now();
  const answered = await call();
  const took = performance.now() - begun;
  const ran = ((cpuTime(server.pid)?.mainRan ?? Number.NaN) - (cpu?.mainRan ?? Number.NaN)) / 1e6;
  const held = await probe.longestMs();
  await probe.close();
  process.stderr.write(
    `  ${name}: ${answered}, ${took.toFixed(0)} ms, cpu ${ran.toFixed(0)}, held ${held.toFixed(0)} (idle ${idle.toFixed(0)})\n`,
  );
  return [name, answered, took.toFixed(0), ran.toFixed(0), held.toFixed(0)];
}
