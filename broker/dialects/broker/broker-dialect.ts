/** Owns the main wire protocol: frames in, frames out (M1 to M7). */
import { REFUSALS, type RefusalCode } from "../../contract/codes.ts";
import type { Commands } from "../../delivery/commands.ts";
import type { Wire } from "../../ports/wire.ts";
import type { Dialect } from "../../sessions/dialect.ts";
import type { Session } from "../../sessions/session.ts";
import type { Message } from "../../topics/message.ts";
import { decodeAny, decodeCanonical } from "./decode.ts";

export class BrokerDialect implements Dialect {
  readonly name = "broker";
  /** There is no frame that says so: a session that lost a right is closed (R4). */
  readonly narrowing = null;
  readonly isSubjectBound = false;
  readonly wire: Wire;
  private readonly commands: Commands;

  constructor(commands: Commands, wire: Wire) {
    this.wire = wire;
    this.commands = commands;
  }

  receive(session: Session, payload: Uint8Array): void {
    const size = payload.byteLength;
    const frame = payload instanceof Buffer ? payload : Buffer.from(payload.buffer, payload.byteOffset, size);
    const canonical = decodeCanonical(frame, session.lastTopic);
    // A topic that was allowed before is plain text, which the short way relies on; a new one is checked on the long way.
    const right = canonical === null ? undefined : session.rights.recall(canonical.topic);
    if (canonical !== null && right !== undefined) {
      const { topic, json } = canonical;
      session.lastTopic = topic;
      this.commands.publish(session, right, { topic, content: json, payload: { dialect: this, bytes: payload } }, size);
      return;
    }
    const text = frame.toString("utf8");
    const decoded = decodeAny(text);
    if (!decoded.ok) {
      this.commands.refuse(session, decoded.refusal, decoded.topic, size, text);
      return;
    }
    const { topic, json } = decoded;
    this.commands.publish(session, session.rights.decide(topic), { topic, content: json, payload: null }, size);
  }

  encode(message: Message): string | Uint8Array {
    if (message.payload?.dialect === this) return message.payload.bytes;
    return `{"tag":${JSON.stringify(message.topic)},"message":${message.json}}`;
  }

  encodeRefusal(session: Session, code: RefusalCode, text: string, topic: string | null): string | null {
    if (!session.handshake.wantsErrors) return null;
    return JSON.stringify({ error: { code, message: text || REFUSALS[code], tag: topic } });
  }
}
