/** Owns the traffic run in Node: subscribers that count, publishers in closed or open loop, one measured interval. */
import { performance } from "node:perf_hooks";
import { counterFor, OrderCheck, unitOf } from "./counter.ts";
import { beginInterval, pause, percentile } from "./interval.ts";
import type { Figures, TrafficJob } from "./job.ts";
import { openSockets } from "./opened-socket.ts";
import { Publisher } from "./publisher.ts";

/** Messages on their way at the end count as lost when none has arrived for so long. */
const DRAIN_MS = 10_000;

/** @throws Error when a connection fails or the first message does not reach everybody it should */
export async function runTraffic(job: TrafficJob): Promise<Figures> {
  const unit = unitOf(job);
  const subscribers = job.subscribers.length;
  const perMessage = job.flow === "fan" ? subscribers : 1;
  const counted = new Float64Array(subscribers);
  const latencies: number[] = [];
  const checks = job.flow === "fanin" ? [] : [new OrderCheck(job.delivery)];
  let total = 0;
  /** Called after every chunk; the loops put themselves here. */
  let onCounted: (subscriber: number) => void = () => undefined;

  const subscriberSockets = await openSockets(job, job.subscribers, (index) => {
    const count = counterFor(job, checks[index]);
    return {
      data(chunk, end) {
        const bytes = count(chunk, end);
        counted[index] = (counted[index] ?? 0) + bytes;
        total += bytes;
        onCounted(index);
      },
    };
  });
  const publisherSockets = await openSockets(job, job.publishers, () => ({ data: () => undefined }));
  const publishers = publisherSockets.map((socket, index) => new Publisher(socket, job.frames[index] ?? noFrame()));
  const delivered = (): number => Math.floor(total / unit);
  const sent = (): number => publishers.reduce((sum, publisher) => sum + publisher.sent, 0);
  const finished = (): boolean => job.messages > 0 && sent() >= job.messages;

  for (const publisher of publishers) publisher.send(1);
  await drained(DRAIN_MS);
  if (missing() !== 0) throw new Error(`${missing()} of ${sent() * perMessage} first deliveries did not arrive`);

  let running = true;
  let measuredFrom = Number.POSITIVE_INFINITY;
  let measuredTo = Number.POSITIVE_INFINITY;
  if ("window" in job.pace) closedLoop(job.pace.window, job.pace.whole ?? false);
  else openLoop(job.pace.perSecond);

  await untilFinished(job.warmMs);
  measuredFrom = performance.now();
  const interval = beginInterval(job.serverPid);
  const before = delivered();
  await untilFinished(job.measureMs);
  const { figures } = interval.end(delivered() - before);
  measuredTo = performance.now();
  running = false;
  await drained(DRAIN_MS);
  for (const socket of [...subscriberSockets, ...publisherSockets]) socket.destroy();

  return {
    ...figures,
    sent: sent(),
    delivered: delivered(),
    lost: missing(),
    uneven: unevenSubscribers(),
    checked: checks.reduce((sum, check) => sum + check.checked, 0),
    misordered: checks.reduce((sum, check) => sum + check.misordered, 0),
    ...latencyFigures(),
  };

  function closedLoop(window: number, whole: boolean): void {
    switch (job.flow) {
      case "fan":
        fanLoop(window, whole);
        break;
      case "pairs":
        pairsLoop(window);
        break;
      case "fanin":
        faninLoop(window * publishers.length);
        break;
    }
  }

  function fanLoop(window: number, whole: boolean): void {
    const [publisher] = publishers;
    if (!publisher) return;
    const round = perMessage * unit;
    let next = 0;
    const pump = (): void => {
      const complete = Math.floor(total / round);
      next = (complete + 1) * round;
      if (whole && complete < publisher.sent) return;
      const room = allowed(complete + window - publisher.sent);
      if (room > 0) publisher.send(room);
    };
    onCounted = () => {
      if (total >= next) pump();
    };
    pump();
  }

  function pairsLoop(window: number): void {
    const pump = (index: number): void => {
      const publisher = publishers[index];
      if (!publisher) return;
      const room = allowed(Math.floor((counted[index] ?? 0) / unit) + window - publisher.sent);
      if (room > 0) publisher.send(room);
    };
    onCounted = pump;
    for (const index of publishers.keys()) pump(index);
  }

  function faninLoop(window: number): void {
    let out = publishers.length;
    let turn = 0;
    const pump = (): void => {
      for (let room = allowed(delivered() + window - out); room > 0; room--) {
        publishers[turn]?.send(1);
        turn = (turn + 1) % publishers.length;
        out++;
      }
    };
    onCounted = pump;
    pump();
  }

  function allowed(room: number): number {
    if (!running) return 0;
    return job.messages > 0 ? Math.min(room, job.messages - sent()) : room;
  }

  /** Message n is due at start + n * interval, and its latency counts from then: a late generator hides nothing. */
  function openLoop(perSecond: number): void {
    const every = 1000 / perSecond;
    const start = performance.now() + 10;
    const heard = counted.map((bytes) => Math.floor(bytes / unit));
    let out = 0;
    onCounted = (index) => {
      const upTo = Math.floor((counted[index] ?? 0) / unit);
      const now = performance.now();
      for (let nth = heard[index] ?? 0; nth < upTo; nth++) {
        const message = job.flow === "fan" ? nth - 1 : (nth - 1) * publishers.length + index;
        const due = start + message * every;
        if (due >= measuredFrom && due < measuredTo) latencies.push(now - due);
      }
      heard[index] = upTo;
    };
    const tick = (): void => {
      if (!running) return;
      while (performance.now() >= start + out * every) publishers[out++ % publishers.length]?.send(1);
      const wait = start + out * every - performance.now();
      // Timers are a millisecond coarse; the last stretch is polled, on a core that has nothing else to do.
      if (wait > 2) setTimeout(tick, wait - 1.5);
      else setImmediate(tick);
    };
    tick();
  }

  function missing(): number {
    return sent() * perMessage - total / unit;
  }

  /** Subscribers that did not get exactly what they should. */
  function unevenSubscribers(): number {
    if (job.flow === "fanin") return total === sent() * unit ? 0 : 1;
    return counted.filter((bytes, index) => {
      const publisher = publishers[job.flow === "fan" ? 0 : index];
      return bytes !== (publisher?.sent ?? 0) * unit;
    }).length;
  }

  async function drained(withinMs: number): Promise<void> {
    let until = performance.now() + withinMs;
    let before = total;
    while (missing() > 0 && performance.now() < until) {
      await pause(5);
      if (total > before) until = performance.now() + withinMs;
      before = total;
    }
  }

  async function untilFinished(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (!finished()) {
      const left = until - performance.now();
      if (left <= 0) return;
      await pause(job.messages > 0 ? Math.min(left, 5) : left);
    }
  }

  function latencyFigures(): Figures {
    if (!("perSecond" in job.pace)) return {};
    const sorted = Float64Array.from(latencies).sort();
    return {
      p50Ms: percentile(sorted, 0.5),
      p90Ms: percentile(sorted, 0.9),
      p99Ms: percentile(sorted, 0.99),
      p999Ms: percentile(sorted, 0.999),
    };
  }
}

function noFrame(): never {
  throw new Error("The job has fewer frames than publishers");
}
