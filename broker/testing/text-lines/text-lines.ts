/** A protocol of text lines over plain TCP: `TOKEN <secret>` first, then `SUB <filter>` and `PUB <topic> <json>`; it answers `MSG`, `ERR` and `BYE`. */
import { type AddressInfo, createServer } from "node:net";
import type { Core, Protocol } from "../../dialects/protocol.ts";
import type { LinkHandler } from "../../ports/link.ts";
import type { Dialect } from "../../sessions/dialect.ts";
import { LineLink, lineWire } from "./line-link.ts";

const textOf = (payload: Uint8Array) => Buffer.from(payload).toString();

function textLines({ commands, subscriptions }: Core): Dialect {
  return {
    name: "lines",
    wire: lineWire,
    narrowing: null,
    isSubjectBound: false,
    receive(session, payload) {
      const [verb, topic = "", ...rest] = textOf(payload).split(" ");
      const draft = { topic, content: rest.join(" "), payload: null };
      if (verb === "PUB") commands.publish(session, session.rights.decide(topic), draft, payload.byteLength);
      else if (verb === "SUB") subscriptions.subscribe(session, topic, payload.byteLength);
    },
    encode: ({ topic, json }) => `MSG ${topic} ${json}`,
    encodeRefusal: (_session, code, _text, topic) => `ERR ${code} ${topic ?? ""}`,
  };
}

/** Listens on a free port, which `onListening` is told. */
export function openTextLines(
  core: Core,
  onListening: (port: number) => void,
): Protocol & { readonly dialect: Dialect } {
  const dialect = textLines(core);
  const server = createServer((socket) => {
    const link = new LineLink(socket);
    const attempt = { peer: link.peer, userAgent: "", dialect: dialect.name };
    const nothing: Omit<LinkHandler, "onFrame"> = { onAlive() {}, onWritable() {}, onFault() {}, onGone() {} };
    const onFrame = (line: Uint8Array) => {
      const asked = {
        secret: textOf(line).replace("TOKEN ", ""),
        filters: null,
        by: "frame",
        mayBeAnonymous: false,
      } as const;
      core.entrance.accept(attempt, link, dialect, { ...asked, wantsErrors: true }, undefined, () => {
        link.write(lineWire.frame("OK"));
      });
    };
    link.handler = { ...nothing, onFrame };
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
