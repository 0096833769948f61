/** Owns what the theatre shows of the last edit: who was closed, how fast, who went on; pure. */
import type { RevocationView } from "../../../../broker/contract/live.ts";
import type { SandboxClient, SandboxClose } from "../../../../broker/contract/sandbox.ts";

/** How a client ended, if it has. */
export function closeOf({ state }: SandboxClient): SandboxClose | null {
  return state.kind === "closed" || state.kind === "waiting" ? state.close : null;
}

/**
 * Closed clients up to which red fades in. A fade is drawn anew in each of its frames: a hundred of them on a machine without a graphics card
 * would be red only after the 150 ms that a click on Save may take.
 */
export const FADES = 12;

export function fadesIn(clients: readonly SandboxClient[]): boolean {
  return clients.filter(({ state }) => state.kind === "closed").length <= FADES;
}

export interface Stage {
  readonly revocation: RevocationView;
  /** Simulated clients that it closed, as long as they are. */
  readonly closed: readonly SandboxClient[];
  /** Simulated clients that are online. */
  readonly online: readonly SandboxClient[];
  /** Those of them that heard something since. */
  readonly kept: readonly SandboxClient[];
  /** Milliseconds of the slowest socket gone; while that is not measured, of the slowest close frame. */
  readonly slowestMs: number | null;
}

/** The newest revocation that a client on the stage was closed by; null while none was. */
export function stageOf(clients: readonly SandboxClient[], revocations: readonly RevocationView[]): Stage | null {
  const revisions = new Set(clients.map((client) => closeOf(client)?.revision ?? null));
  const revocation = revocations.find(({ revision }) => revisions.has(revision));
  if (revocation === undefined) return null;
  const online = clients.filter(({ state }) => state.kind === "online");
  return {
    revocation,
    closed: clients.filter((client) => closeOf(client)?.revision === revocation.revision),
    online,
    kept: online.filter(({ afterCommit }) => afterCommit !== null && afterCommit.deliveryMs !== null),
    slowestMs: revocation.goneMs?.max ?? revocation.closeMs?.max ?? null,
  };
}
