/**
 * A protocol whose clients have sessions that outlive their connection, over plain TCP: `HELLO <secret> <client id>` first, then `SUB <filter> <options>`,
 * `UNSUB <filter>`, `PUB <topic> <json>` and `QUIT`. Each message has a number of its own in its session: `MSG <number> <identifiers> <topic> <json>`.
 */
import { type AddressInfo, createServer } from "node:net";
import type { Core, Protocol } from "../../dialects/protocol.ts";
import { type Matched, type SubscriptionOptions, sharedIn } from "../../routing/subscription.ts";
import type { Dialect } from "../../sessions/dialect.ts";
import type { Session } from "../../sessions/session.ts";
import type { Message } from "../../topics/message.ts";
import { LineLink, lineWire } from "./line-link.ts";

interface Remembered {
  readonly clientId: string;
  next: number;
  /** Messages whose frames were dropped or discarded. */
  lost: number;
  quits: boolean;
}

const stateOf = (session: Session) => session.dialectState as Remembered;
const textOf = (payload: Uint8Array) => Buffer.from(payload).toString();
const identifiersOf = (matched: Matched) =>
  matched
    .map(({ options }) => options.identifier ?? 0)
    .sort()
    .join("+");

function numbered({ commands, subscriptions }: Core): Dialect {
  const take = (session: Session, message: Message, matched: Matched, row: number | undefined) => {
    const number = stateOf(session).next++;
    session.sayMessage(`MSG ${number} ${identifiersOf(matched)} ${message.topic} ${message.json}`, message, row);
    return true;
  };
  const subscribe = (session: Session, asked: string, options: SubscriptionOptions | null, size: number) => {
    const shared = sharedIn(asked);
    if (shared === "malformed") return false;
    if (shared === null) return subscriptions.subscribe(session, asked, size, options);
    return subscriptions.share(session, shared, size, options);
  };
  return {
    name: "numbered",
    wire: lineWire,
    narrowing: null,
    isSubjectBound: false,
    hearsOwn: true,
    take,
    stays: (session) => {
      const { clientId, quits } = stateOf(session);
      if (quits) return null;
      return { clientId, expiresAfterMs: 3_600_000, keeps: (options) => (options?.qos ?? 0) > 0 };
    },
    framesLost(session, frames) {
      stateOf(session).lost += frames.length;
    },
    receive(session, payload) {
      const [verb, topic = "", ...rest] = textOf(payload).split(" ");
      const json = rest.join(" ");
      if (verb === "PUB") {
        const draft = { topic, content: json, payload: null };
        commands.publish(session, session.rights.decide(topic), draft, payload.byteLength);
      } else if (verb === "SUB") {
        if (subscribe(session, topic, json === "" ? null : JSON.parse(json), payload.byteLength)) session.say("SUBBED");
      } else if (verb === "UNSUB") {
        const shared = sharedIn(topic);
        if (shared !== null && shared !== "malformed") subscriptions.unshare(session, shared);
        else subscriptions.unsubscribe(session, topic);
      } else if (verb === "QUIT") {
        stateOf(session).quits = true;
        session.end(1000, "quit", { by: "client", flush: true });
      }
    },
    encode: ({ topic, json }) => `MSG - - ${topic} ${json}`,
    encodeRefusal: (_session, code, _text, topic) => `ERR ${code} ${topic ?? ""}`,
  };
}

/** Listens on a free port, which `onListening` is told. */
export function openNumberedLines(
  core: Core,
  onListening: (port: number) => void,
): Protocol & { readonly dialect: Dialect } {
  const dialect = numbered(core);
  const server = createServer((socket) => {
    const link = new LineLink(socket);
    const attempt = { peer: link.peer, userAgent: "", dialect: dialect.name };
    const onFrame = (line: Uint8Array) => {
      const [, secret = "", clientId = ""] = textOf(line).split(" ");
      const asked = { secret, filters: null, by: "frame", mayBeAnonymous: false, wantsErrors: true } as const;
      core.entrance.accept(attempt, link, dialect, asked, undefined, (session) => {
        const resumed = core.subscriptions.resume(session, clientId);
        session.dialectState = resumed?.dialectState ?? { clientId, next: 1, lost: 0, quits: false };
        session.calls(clientId);
        session.say(resumed === null ? "NEW" : `BACK ${resumed.waiting.length}`);
        for (const { message, matched, row } of resumed?.waiting ?? []) session.take(message, matched, row);
      });
    };
    link.handler = { onFrame, onAlive() {}, onWritable() {}, onFault() {}, onGone() {} };
  });
  return {
    dialect,
    doorways: [],
    start: () =>
      new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", () => resolve(onListening((server.address() as AddressInfo).port)));
      }),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
