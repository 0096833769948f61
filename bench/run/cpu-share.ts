/** Owns how much of the machine was busy while something was measured: ours and others' together. */
import { cpus } from "node:os";

export class CpuShare {
  readonly #before = times();

  /** "cores 63 % busy" since it was made. */
  words(): string {
    const now = times();
    const all = now.all - this.#before.all;
    const busy = all === 0 ? 0 : 1 - (now.idle - this.#before.idle) / all;
    return `cores ${Math.round(busy * 100)} % busy`;
  }
}

function times(): { readonly all: number; readonly idle: number } {
  let all = 0;
  let idle = 0;
  for (const { times: each } of cpus()) {
    all += each.user + each.nice + each.sys + each.irq + each.idle;
    idle += each.idle;
  }
  return { all, idle };
}
