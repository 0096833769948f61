/** Owns the handshake run: connect, be let in, leave, a fixed number at a time. */
import { FrameWalk } from "../wire/websocket.ts";
import { beginInterval, pause } from "./interval.ts";
import type { Figures, HandshakesJob } from "./job.ts";
import { type Incoming, openSocket } from "./opened-socket.ts";

/** @throws Error on the first handshake that is not accepted */
export async function runHandshakes(job: HandshakesJob): Promise<Figures> {
  let running = true;
  let made = 0;
  let refused = 0;
  const worker = async (first: number): Promise<void> => {
    for (let turn = first; running; turn += job.atATime) {
      const opening = job.openings[turn % job.openings.length];
      if (!opening) return;
      const socket = await openSocket(
        job,
        opening,
        closeFrameWatch(() => refused++),
      );
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
  const socket = await openSocket(job, opening, { ...closeFrameWatch(noticed), closed: noticed });
  await pause(200);
  const accepted = heard ? 0 : 1;
  socket.destroy();
  return accepted;
}

/** A broker accepts the upgrade before it refuses the client, so that the client sees the close frame. */
function closeFrameWatch(onClose: () => void): Incoming {
  const walk = new FrameWalk();
  return {
    data(chunk, end) {
      const before = walk.closeCode;
      walk.feed(chunk, end);
      if (before === undefined && walk.closeCode !== undefined) onClose();
    },
  };
}
