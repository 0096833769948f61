/** Owns the pub/sub wire protocol: requests in, answers and messages out (P1 to P10). */
import type { Policy } from "../../access/policy.ts";
import { isPrivateTopic } from "../../access/subject.ts";
import { PUBSUB_ERRORS, REFUSALS, type RefusalCode } from "../../contract/codes.ts";
import { beginsWithWildcard, hasWildcard } from "../../contract/topics.ts";
import type { Commands } from "../../delivery/commands.ts";
import type { Subscriptions } from "../../delivery/subscriptions.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Wire } from "../../ports/wire.ts";
import type { Router } from "../../routing/router.ts";
import type { Dialect } from "../../sessions/dialect.ts";
import { ownText } from "../../sessions/own-text.ts";
import { isSession, type Reader } from "../../sessions/reader.ts";
import type { Session } from "../../sessions/session.ts";
import type { Message } from "../../topics/message.ts";
import type { Topics } from "../../topics/topics.ts";
import { clientOf, PubSubClient } from "./client.ts";
import { decode, decodeShort, type Publish, type Request } from "./decode.ts";
import { PubSubFrames } from "./frames.ts";
import { Replay } from "./replay.ts";
import { Silence } from "./silence.ts";

export interface PubSubParts {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly commands: Commands;
  readonly subscriptions: Subscriptions;
  readonly topics: Topics;
  readonly router: Router<Reader>;
}

export class PubSubDialect implements Dialect {
  readonly name = "pubsub";
  readonly isSubjectBound = false;
  readonly narrowing = { lost: this.lost.bind(this) };
  readonly wire: Wire;
  private readonly parts: PubSubParts;
  private readonly sessions = new Set<Session>();
  private readonly frames: PubSubFrames;
  private readonly replay: Replay;
  private readonly silence: Silence;

  constructor(parts: PubSubParts) {
    this.wire = parts.wire;
    this.parts = parts;
    this.frames = new PubSubFrames(parts.clock);
    this.replay = new Replay(parts.clock, parts.topics, this.frames, parts.wire);
    this.silence = new Silence(parts.clock, parts.policy, this.frames, this.sessions);
    parts.topics.listen({
      deleted: ({ name }, _messages, why) => {
        if (why === "asked") this.topicDeleted(name);
      },
    });
  }

  start(): void {
    this.silence.start();
  }

  close(): void {
    this.silence.close();
    this.replay.close();
  }

  opened(session: Session): void {
    session.dialectState = new PubSubClient(this.parts.clock.elapsed());
    this.sessions.add(session);
    session.say(this.frames.connected(session.id));
  }

  ended(session: Session): void {
    this.sessions.delete(session);
  }

  receive(session: Session, payload: Uint8Array): void {
    const client = clientOf(session);
    const size = payload.byteLength;
    if (client === null) return;
    client.requestId = null;
    const text = Buffer.from(payload.buffer, payload.byteOffset, size).toString("utf8");
    const request = decodeShort(text) ?? decode(text);
    // Whatever is answered until the next frame repeats it, `internal` too.
    client.requestId = request.requestId;
    this.handle(session, client, request, { size, text });
    client.requestId = null;
  }

  encode(message: Message): string {
    return this.frames.message(message);
  }

  encodeRefusal(session: Session, refusal: RefusalCode, detail: string, topic: string | null): string {
    const client = clientOf(session);
    const requestId = client?.requestId ?? null;
    // The frame ends with it: what is refused next is of another.
    if (client !== null && refusal === "internal") client.requestId = null;
    if (!isNamed(refusal)) return this.frames.error({ error: "other", about: detail, requestId, detail });
    const about = refusal === "type-unknown" ? (client?.type ?? "") : (topic ?? "");
    return this.frames.error({ error: refusal, about, requestId, detail });
  }

  /** M8: a reader that was too slow reads again, and hears how much it missed. */
  resumed(session: Session): void {
    const client = clientOf(session);
    const dropped = session.outbound.dropped - (client?.droppedTold ?? 0);
    if (client === null || dropped === 0) return;
    client.droppedTold += dropped;
    session.say(this.frames.error({ error: "frames-dropped", about: String(dropped), requestId: null }));
  }

  private handle(session: Session, client: PubSubClient, request: Request, written: Written): void {
    switch (request.kind) {
      case "publish":
        this.publish(session, request, written);
        break;
      case "subscribe":
        this.subscribe(session, client, request, written);
        break;
      case "unsubscribe":
        this.unsubscribe(session, client, request, written);
        break;
      case "ping":
        session.say(this.frames.pong(request.requestId));
        break;
      case "mistake":
        client.type = request.type;
        this.parts.commands.refuse(session, request.refusal, request.topic, written.size, written.text);
        break;
      default:
        request satisfies never;
    }
  }

  private publish(session: Session, request: Publish, { size, text }: Written): void {
    const { commands, topics } = this.parts;
    const { topic, clientId, id, json } = request;
    if (session.clientId !== clientId) session.calls(ownText(clientId));
    const right = session.rights.recall(topic) ?? session.rights.decide(ownText(topic));
    const record = topics.get(topic);
    // Who may not publish there does not learn whether it exists.
    if (right.route !== null && record === undefined) {
      commands.refuse(session, "topic-unknown", topic, size, text);
      return;
    }
    // Names as they are kept already: those of the request are parts of its text.
    const draft = { topic: record?.name ?? topic, content: json, payload: null, id, clientId: session.clientId };
    const message = commands.publish(session, right, draft, size);
    if (message !== null) session.say(this.frames.published(request, message));
  }

  /** In one turn: from here on the session hears, and what was before comes first (P7). */
  private subscribe(
    session: Session,
    client: PubSubClient,
    request: Request & { readonly kind: "subscribe" },
    { size }: Written,
  ): void {
    const { subscriptions, topics, clock } = this.parts;
    const { topic, clientId, lastN } = request;
    if (!subscriptions.subscribe(session, topic, size)) return;
    if (!hasWildcard(topic)) topics.register(topic, "subscribe");
    // As the session has it: one text for all who hold it.
    client.subscribe(session.filters.findLast((filter) => filter === topic) ?? topic, clientId, clock.now());
    if (session.clientId !== clientId) session.calls(clientId);
    session.say(this.frames.subscribed(request));
    // T8: as live messages, a replay by a wildcard holds nothing that is for few.
    const { current } = this.parts.policy;
    const isHidden = (name: string) => beginsWithWildcard(topic) && isPrivateTopic(current, name);
    session.deliverAgain(this.replay.last(topic, lastN, isHidden));
  }

  private unsubscribe(
    session: Session,
    client: PubSubClient,
    request: Request & { readonly kind: "unsubscribe" },
    { size, text }: Written,
  ): void {
    const { commands, subscriptions, topics } = this.parts;
    const { topic } = request;
    if (!client.unsubscribe(topic)) {
      const isKnown = hasWildcard(topic) || topics.get(topic) !== undefined;
      commands.refuse(session, isKnown ? "not-subscribed" : "not-subscribed-unknown", topic, size, text);
      return;
    }
    subscriptions.unsubscribe(session, topic);
    session.say(this.frames.unsubscribed(request));
  }

  /** X4. */
  private lost(session: Session, filters: readonly string[]): void {
    const client = clientOf(session);
    for (const filter of filters) {
      client?.forget(filter);
      const detail = REFUSALS["filter-not-covered"];
      session.say(
        this.frames.error({ error: "filter-not-covered", about: filter, requestId: null, topic: filter, detail }),
      );
    }
  }

  /** P8: every hearer is told; who asked for this very topic hears it no more. */
  private topicDeleted(topic: string): void {
    const frame = this.wire.frame(this.frames.info("topic_deleted", topic));
    for (const session of this.parts.router.route(topic).targets.filter(isSession)) {
      if (session.dialect !== this) continue;
      if (clientOf(session)?.forget(topic)) this.parts.subscriptions.unsubscribe(session, topic);
      session.deliver(frame);
    }
    for (const session of this.sessions) clientOf(session)?.forget(topic);
  }
}

/** A frame as it came. */
interface Written {
  /** Bytes. */
  readonly size: number;
  readonly text: string;
}

/** The reference has a text for it. */
function isNamed(refusal: RefusalCode): refusal is RefusalCode & keyof typeof PUBSUB_ERRORS {
  return Object.hasOwn(PUBSUB_ERRORS, refusal);
}
