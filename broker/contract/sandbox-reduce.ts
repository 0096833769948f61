/** Owns how a mirror of the sandbox is kept: a snapshot, then patches in order; a gap means ask again. */
import { LIMITS } from "./limits.ts";
import type { SandboxClient, SandboxEvent, SandboxPatch, SandboxTraffic } from "./sandbox.ts";

export interface SandboxMirror {
  readonly seq: number;
  /** In the order that people gave them; a client that did not move keeps its identity. */
  readonly clients: readonly SandboxClient[];
}

/** The mirror after the event, or null for a gap. Pure. */
export function reduceSandbox(mirror: SandboxMirror | null, event: SandboxEvent): SandboxMirror | null {
  if (event.type === "snapshot") return { seq: event.seq, clients: inOrder(event.clients) };
  if (mirror === null || event.seq !== mirror.seq + 1) return null;
  return { seq: event.seq, clients: patched(mirror.clients, event) };
}

function patched(clients: readonly SandboxClient[], patch: SandboxPatch) {
  const { set = [], standing = [], remove = [], traffic = [], rates = [] } = patch;
  const next = new Map(clients.map((client) => [client.id, client]));
  for (const id of remove) next.delete(id);
  for (const client of set) next.set(client.id, client);
  for (const row of standing) change(next, row.id, (client) => ({ ...client, ...row }));
  for (const row of traffic) change(next, row.id, (client) => withTraffic(client, row));
  for (const [id, perSec] of rates) {
    change(next, id, (client) => ({
      ...client,
      perSec,
      series: [...client.series, perSec].slice(-LIMITS.sandboxSeriesSeconds),
    }));
  }
  return set.length === 0 ? [...next.values()] : inOrder([...next.values()]);
}

function withTraffic(client: SandboxClient, { received, sent, refused, fresh }: SandboxTraffic): SandboxClient {
  const last = fresh.length === 0 ? client.last : [...fresh, ...client.last].slice(0, LIMITS.sandboxLastMessages);
  return { ...client, received, sent, refused, last };
}

function change(clients: Map<string, SandboxClient>, id: string, how: (client: SandboxClient) => SandboxClient): void {
  const client = clients.get(id);
  if (client !== undefined) clients.set(id, how(client));
}

function inOrder(clients: readonly SandboxClient[]): SandboxClient[] {
  return [...clients].sort((a, b) => a.order - b.order);
}
