/** Owns which connections opened, moved, closed or left the view since the last patch. */
import { principalOf } from "../../access/anonymous.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { ConnectionTraffic, LivePatch } from "../../contract/live.ts";
import type { ConnectionView } from "../../contract/nouns.ts";
import { memoryOf } from "../../contract/text.ts";
import type { StoredToken } from "../../ports/store.ts";
import { closedInfo, type Session } from "../../sessions/session.ts";
import type { ConsoleCore } from "../console-core.ts";

/** What a closed connection weighs beside its filters. */
const CLOSED_BYTES = 2_000;

type Owner = Pick<StoredToken, "name" | "subject">;

export class LiveConnections {
  readonly #core: ConsoleCore;
  readonly #opened = new Map<string, Session>();
  /** Closed, or gone since: their ending is sent (again). */
  readonly #ended = new Map<string, Session>();
  readonly #removed: string[] = [];
  /** Closed ones that views still show, oldest first, by the elapsed time at which they leave. */
  readonly #kept = new Map<string, { readonly session: Session; readonly until: number; readonly bytes: number }>();
  #keptBytes = 0;
  /** Counters as last sent; a connection that has not moved is not sent again. */
  readonly #sent = new Map<string, ConnectionTraffic>();
  readonly #moved = new Map<string, ConnectionTraffic>();
  /** Tokens that published since the last patch, and when, epoch milliseconds. */
  readonly #published = new Map<string, number>();
  /** Who they are, kept beyond the deletion of their token. */
  readonly #owners = new Map<string, Owner>();
  readonly #stop: () => void;

  constructor(core: ConsoleCore) {
    this.#core = core;
    for (const session of core.registry.all()) {
      this.#sent.set(session.id, trafficRow(session));
      this.#noteOwner(session);
    }
    this.#stop = core.registry.listen({
      opened: (session) => this.#set(session),
      changed: (session) => this.#set(session),
      closed: (session) => this.#noteClosed(session),
      gone: (session) => {
        if (this.#kept.has(session.id)) this.#ended.set(session.id, session);
      },
    });
  }

  /** Everything that a window shows now: closed ones that stay a while, and the live ones. */
  rows(): ConnectionView[] {
    const kept = [...this.#kept.values()].map(({ session }) => session);
    const rows = [...kept, ...this.#core.registry.all()].sort((a, b) => a.order - b.order);
    return rows.map((session) => session.view(this.#owners.get(session.id)));
  }

  /** The token has another name or subject: its rows are sent anew. */
  renamed(tokenId: string): void {
    for (const session of this.#core.registry.ofToken(tokenId)) this.#set(session);
  }

  /** Notes the counters of every connection that moved. Looks at all of them: once a second. */
  measureAll(): void {
    for (const session of this.#core.registry.all()) this.#measure(session);
  }

  take(): Pick<LivePatch, "connections" | "traffic" | "seen"> {
    this.#dropOld();
    const set = [...this.#opened.values()].map((session) => {
      this.#sent.set(session.id, trafficRow(session));
      this.#moved.delete(session.id);
      return session.view(this.#owners.get(session.id));
    });
    const close = [...this.#ended.values()].flatMap((session) => {
      const closed = closedInfo(session.ending);
      return closed === null ? [] : [{ id: session.id, closed }];
    });
    const remove = this.#removed.splice(0);
    const traffic = [...this.#moved.values()];
    const seen = Array.from(this.#published, ([id, at]): [string, string] => [id, new Date(at).toISOString()]);
    this.#opened.clear();
    this.#ended.clear();
    this.#moved.clear();
    this.#published.clear();
    const connections = set.length + close.length + remove.length > 0 ? { connections: { set, close, remove } } : {};
    return {
      ...connections,
      ...(traffic.length > 0 ? { traffic } : {}),
      ...(seen.length > 0 ? { seen } : {}),
    };
  }

  close(): void {
    this.#stop();
  }

  #set(session: Session): void {
    this.#noteOwner(session);
    this.#opened.set(session.id, session);
  }

  #noteOwner({ id, tokenId }: Session): void {
    const token = principalOf(this.#core.policy.current, tokenId);
    this.#owners.set(id, { name: token?.name ?? null, subject: token?.subject ?? null });
  }

  #noteClosed(session: Session): void {
    this.#measure(session);
    this.#sent.delete(session.id);
    this.#ended.set(session.id, session);
    const bytes = session.filters.reduce((sum, filter) => sum + memoryOf(filter), CLOSED_BYTES);
    this.#keptBytes += bytes;
    this.#kept.set(session.id, { session, until: this.#core.clock.elapsed() + LIMITS.closedKeptMs, bytes });
  }

  #measure(session: Session): void {
    const row = trafficRow(session);
    const sent = this.#sent.get(session.id);
    if (sent?.every((value, index) => value === row[index])) return;
    if (sent?.[1] !== session.messagesIn && session.rights.publishedAt > 0) {
      this.#published.set(session.tokenId, session.rights.publishedAt);
    }
    this.#sent.set(session.id, row);
    this.#moved.set(session.id, row);
  }

  #dropOld(): void {
    const now = this.#core.clock.elapsed();
    for (const [id, { until, bytes }] of this.#kept) {
      const hasRoom = this.#kept.size <= LIMITS.closedKeptRows && this.#keptBytes <= LIMITS.closedKeptBytes;
      if (until > now && hasRoom) return;
      this.#keptBytes -= bytes;
      for (const rows of [this.#kept, this.#opened, this.#moved, this.#ended, this.#owners]) rows.delete(id);
      this.#removed.push(id);
    }
  }
}

function trafficRow(session: Session): ConnectionTraffic {
  const { outbound } = session;
  return [
    session.id,
    session.messagesIn,
    outbound.messages,
    session.bytesIn,
    outbound.bytes,
    outbound.waitingFrames,
    outbound.waitingBytes,
    outbound.dropped,
    session.refused,
    session.latencyMs,
    outbound.isSlow ? "slow" : "online",
  ];
}
