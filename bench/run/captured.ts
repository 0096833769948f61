/** Owns what the engine's own capture says of a run: whether it is whole, and how long the engine held messages. */

import { percentile } from "../generator/interval.ts";
import type { Figures } from "../generator/job.ts";
import type { Ready } from "../servers/ready.ts";

/** Messages whose deliveries are asked for, spread over the run. */
const SAMPLES = 2000;

interface Usage {
  readonly rows: number;
  readonly evicted: number;
  readonly bytes: number;
}

/**
 * `captureMissing`: messages that the capture neither holds nor counts as let go. `engineP99Ms`: from the publish to the frame handed to the
 * operating system, which no busy core of a client disturbs. Nothing for a server without a capture.
 */
export async function captured({ admin, adminKey }: Ready, { sent = 0 }: Figures): Promise<Figures> {
  if (admin === undefined) return {};
  const ask = async <T>(path: string): Promise<T> =>
    (await fetch(`${admin}/traffic${path}`, { headers: { authorization: `Bearer ${adminKey}` } })).json();
  const usage = await ask<Usage>("/usage");
  const { items } = await ask<{ items: { id: string }[] }>("?limit=1");
  const [run = "", newest = "0"] = items[0]?.id.split("-") ?? [];
  const last = Number.parseInt(newest, 36);
  const delays: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const number = last - Math.floor((sample / SAMPLES) * usage.rows);
    const { fanOut } = await ask<{ fanOut: { slowestMs: number | null } | null }>(`/${run}-${number.toString(36)}`);
    delays.push(fanOut?.slowestMs ?? Number.NaN);
  }
  const sorted = Float64Array.from(delays.filter(Number.isFinite)).sort();
  return {
    captureMissing: sent - usage.rows - usage.evicted,
    captureEvicted: usage.evicted,
    captureMb: usage.bytes / 1024 / 1024,
    engineP50Ms: percentile(sorted, 0.5),
    engineP99Ms: percentile(sorted, 0.99),
  };
}
