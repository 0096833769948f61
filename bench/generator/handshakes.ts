/** Owns the handshake run: connect, be let in, leave, a fixed number at a time. */
import { beginInterval, pause } from "./interval.ts";
import type { Figures, HandshakesJob } from "./job.ts";
import { openSocket } from "./opened-socket.ts";

/** Connections leave their port in TIME_WAIT; several source addresses keep one run from using all ports up. */
const SOURCES = process.platform === "linux" ? ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"] : ["127.0.0.1"];

/** @throws Error on the first handshake that is not accepted */
export async function runHandshakes(job: HandshakesJob): Promise<Figures> {
  let running = true;
  let made = 0;
  let refused = 0;
  const worker = async (first: number): Promise<void> => {
    for (let turn = first; running; turn += job.atATime) {
      const opening = job.openings[turn % job.openings.length];
      const from = SOURCES[turn % SOURCES.length];
      if (!opening || from === undefined) return;
      // A broker accepts the upgrade before it refuses the client, so that the client sees the close frame.
      const socket = await openSocket({ host: job.host, port: job.port, from }, opening, { data: () => refused++ });
      made++;
      socket.destroy();
    }
  };
  const workers = Promise.all(Array.from({ length: job.atATime }, (_, index) => worker(index)));
  await Promise.race([workers, pause(job.warmMs)]);
  const interval = beginInterval(job.serverPid);
  const before = made;
  await Promise.race([workers, pause(job.measureMs)]);
  const { figures } = interval.end(made - before);
  running = false;
  await workers;
  return { ...figures, refused, lost: refused, accepted: await lingerAccepted(job) };
}

/** Opens one more connection and watches it for a while: a refusal would come as a close frame. @returns 1 or 0 */
async function lingerAccepted(job: HandshakesJob): Promise<number> {
  const [opening] = job.openings;
  if (!opening) return 0;
  let heard = false;
  const noticed = (): void => {
    heard = true;
  };
  const socket = await openSocket(job, opening, { data: noticed, closed: noticed });
  await pause(200);
  const accepted = heard ? 0 : 1;
  socket.destroy();
  return accepted;
}
