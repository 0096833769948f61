/** `--scenario growth`: what each figure costs at one size and at a larger one, and how steeply it grows between them. */
import { loadavg } from "node:os";
import type { Figures } from "./generator/job.ts";
import { CURVES, type Curve } from "./growth/curves.ts";
import { exponent } from "./growth/exponent.ts";
import { grid } from "./report/table.ts";
import { CpuShare } from "./run/cpu-share.ts";
import { pinning } from "./run/machine.ts";

/** Prints a table a curve; `--only a,b` names some. The sizes of a curve have a server and a data folder each. @throws Error for an unknown name */
export async function benchGrowth(args: readonly string[]): Promise<void> {
  const at = args.indexOf("--only");
  const names = at < 0 ? [] : (args[at + 1] ?? "").split(",");
  const unknown = names.find((name) => !CURVES.some((curve) => curve.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no curve ${unknown}; there are ${CURVES.map(({ name }) => name).join(", ")}`);
  const pins = pinning();
  const busy = new CpuShare();
  for (const curve of CURVES) {
    if (names.length > 0 && !names.includes(curve.name)) continue;
    const measured: Figures[] = [];
    for (const size of curve.sizes) {
      process.stderr.write(`  ${curve.name} ${size.toLocaleString("en-US")}\n`);
      measured.push(await curve.measure(size, pins));
    }
    console.log(`\n${tableOf(curve, measured)}`);
  }
  console.log(`\nload ${(loadavg()[0] ?? 0).toFixed(1)}, ${busy.words()}`);
}

function tableOf({ name, title, sizes }: Curve, measured: readonly Figures[]): string {
  const figures = Object.keys(measured[0] ?? {});
  const rows = figures.map((figure) => {
    const values = measured.map((each) => each[figure] ?? Number.NaN);
    const growth = exponent(sizes, values);
    return [figure, ...values.map((value) => value.toFixed(value < 100 ? 2 : 0)), growth.toFixed(2)];
  });
  const head = ["", ...sizes.map((size) => size.toLocaleString("en-US")), "grows with size^"];
  return `${name}: ${title}\n${grid([head, ...rows])}`;
}
