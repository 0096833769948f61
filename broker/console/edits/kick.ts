/** Owns an operator's kick: connections closed by name, their tokens barred for a while if asked (R9). */
import type { Actor } from "../../contract/console.ts";
import { LIMITS } from "../../contract/limits.ts";
import { utf8Length } from "../../contract/text.ts";
import type { ConsoleCore } from "../console-core.ts";
import { badField } from "../refused.ts";
import { newId } from "./plan-environment.ts";

export interface KickOptions {
  /** 4000 to 4999; 4010 unless chosen. */
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
  readonly barForSeconds?: number | undefined;
}

export interface Kicked {
  closed: { connectionId: string; tokenId: string; code: number; reason: string; closeMs: number }[];
  missing: string[];
  /** ISO 8601. */
  barredUntil: string | null;
}

/**
 * Frames that wait go out before the close frame. The bar stands before the first connection goes, so that none slips back in. Each kick is
 * remembered in its journal.
 */
export function kick(core: ConsoleCore, ids: readonly string[], options: KickOptions, actor: Actor): Kicked {
  const { registry, clock, blocks, journals } = core;
  const { code = 4010, reason = "closed by an operator", barForSeconds } = options;
  const bytes = utf8Length(reason);
  if (bytes < 0 || bytes > LIMITS.closeReasonBytes) {
    throw badField("reason", `at most ${LIMITS.closeReasonBytes} bytes of UTF-8 fit a close frame`);
  }
  const asked = [...new Set(ids)];
  const sessions = asked.flatMap((id) => registry.get(id) ?? []);
  if (barForSeconds !== undefined) for (const { tokenId } of sessions) blocks.block(tokenId, barForSeconds * 1000);
  const until = sessions[0] === undefined ? null : blocks.until(sessions[0].tokenId);
  const startedAt = clock.elapsed();
  const barredUntil = until === null || barForSeconds === undefined ? null : new Date(until).toISOString();
  const closed = sessions.map((session) => {
    session.end(code, reason, { by: "operator", flush: true });
    return { connectionId: session.id, tokenId: session.tokenId, code, reason, closeMs: clock.elapsed() - startedAt };
  });
  const at = new Date(clock.now()).toISOString();
  for (const session of sessions) {
    const { name: tokenName = null, subject = null } = core.policy.current.tokens.get(session.tokenId) ?? {};
    const { id: connectionId, tokenId, handshake } = session;
    const whom = { connectionId, tokenId, tokenName, subject, address: handshake.peer.address };
    journals.kicks.add({ id: newId(core.chance, "kick"), at, ...whom, code, reason, actor, barredUntil });
  }
  const found = new Set(closed.map(({ connectionId }) => connectionId));
  return {
    closed,
    missing: asked.filter((id) => !found.has(id)),
    barredUntil,
  };
}
