/** Owns the revocation run: clients of one token, their permission deleted, the close frame timed at each client. */
import { performance } from "node:perf_hooks";
import { FrameWalk, maskedFrame, OPCODE } from "../wire/websocket.ts";
import { AdminClient, type EditAnswer } from "./admin-client.ts";
import { pause, percentile } from "./interval.ts";
import type { Figures, RevokeJob } from "./job.ts";
import { openSocket, openSockets } from "./opened-socket.ts";

/** R2: what a client whose only permission is deleted is told. */
const EXPECTED_CODE = 4003;
const CLOSED_WITHIN_MS = 10_000;
const CONNECT_AT_A_TIME = 64;

interface Round {
  /** Milliseconds from just before the request is written to the close frame, sorted. */
  readonly times: readonly number[];
  /** The engine's own: from commit to close frame written, sorted. */
  readonly engine: readonly number[];
  readonly unclosed: number;
  readonly wrongCode: number;
  readonly leaked: number;
}

/** Times contain the admin API's request; `noopMs` tells what such a request costs by itself. */
export async function runRevoke(job: RevokeJob): Promise<Figures> {
  const admin = new AdminClient(job.admin, job.adminKey);
  const { tokenId, tagId, permissionId } = await admin.permissionOf(job.tokenName);
  const restore = () => admin.call<EditAnswer>("PUT", "/permissions", { tokenId, tagId, access: "read" });

  let bystanderLost = 0;
  const bystanderWalk = new FrameWalk();
  const bystander = await openSocket(job, job.bystander, {
    data: (chunk, end) => bystanderWalk.feed(chunk, end),
    closed: () => bystanderLost++,
  });

  const rounds: Round[] = [];
  const noops: number[] = [];
  let permission = permissionId;
  for (let turn = 0; turn < job.warmRounds + job.rounds; turn++) {
    await settled(job);
    const begun = performance.now();
    await restore();
    noops.push(performance.now() - begun);
    rounds.push(await revokeOnce(job, () => admin.call<EditAnswer>("DELETE", `/permissions/${permission}`)));
    permission = (await restore()).id;
  }
  if (bystanderWalk.closeCode !== undefined) bystanderLost++;
  bystander.destroy();
  admin.close();

  const warm = rounds.slice(job.warmRounds);
  const middle = (figure: (round: Round) => number): number => percentile(warm.map(figure).sort(ascending), 0.5);
  return {
    work: job.clients,
    p50Ms: middle(({ times }) => percentile(times, 0.5)),
    p99Ms: middle(({ times }) => percentile(times, 0.99)),
    lastMs: middle(({ times }) => times.at(-1) ?? Number.NaN),
    engineP50Ms: middle(({ engine }) => percentile(engine, 0.5)),
    engineLastMs: middle(({ engine }) => engine.at(-1) ?? Number.NaN),
    noopMs: percentile(noops.slice(job.warmRounds).sort(ascending), 0.5),
    coldLastMs: rounds[0]?.times.at(-1) ?? Number.NaN,
    lost: rounds.reduce((sum, { unclosed }) => sum + unclosed, bystanderLost),
    wrongCode: rounds.reduce((sum, { wrongCode }) => sum + wrongCode, 0),
    leaked: rounds.reduce((sum, { leaked }) => sum + leaked, 0),
  };
}

async function revokeOnce(job: RevokeJob, edit: () => Promise<EditAnswer>): Promise<Round> {
  const closedAt: number[] = [];
  let wrongCode = 0;
  let allClosed = (): void => undefined;
  const everybody = new Promise<void>((resolve) => {
    allClosed = resolve;
  });
  const openings = Array.from({ length: job.clients }, () => job.opening);
  const sockets = await openSockets(
    job,
    openings,
    () => {
      const walk = new FrameWalk();
      let seen = false;
      return {
        data(chunk, end) {
          if (seen) return;
          walk.feed(chunk, end);
          if (walk.closeCode === undefined) return;
          seen = true;
          if (walk.closeCode !== EXPECTED_CODE) wrongCode++;
          if (closedAt.push(performance.now()) === job.clients) allClosed();
        },
      };
    },
    CONNECT_AT_A_TIME,
  );
  await settled(job);

  const start = performance.now();
  const answer = await edit();
  await Promise.race([everybody, pause(CLOSED_WITHIN_MS)]);
  const goodbye = maskedFrame(Buffer.from([EXPECTED_CODE >> 8, EXPECTED_CODE & 0xff]), OPCODE.close).bytes;
  for (const socket of sockets) socket.end(goodbye);
  await pause(50);
  for (const socket of sockets) socket.destroy();
  return {
    times: closedAt.map((at) => at - start).sort(ascending),
    engine: answer.closed.map(({ commitToCloseMs }) => commitToCloseMs).sort(ascending),
    unclosed: job.clients - closedAt.length + Math.abs(job.clients - answer.closed.length),
    wrongCode,
    leaked: answer.leaked,
  };
}

/** Whatever connecting and leaving left to do is over before a clock starts. */
const settled = (job: RevokeJob): Promise<void> => pause(100 + job.clients / 10);

const ascending = (a: number, b: number): number => a - b;
