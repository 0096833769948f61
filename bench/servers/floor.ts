/** Owns the floor: the least that a Node broker on `ws` can do, and what every other figure is a ratio to. */
import type { Socket } from "node:net";
import { WebSocketServer } from "ws";
import { matches } from "../../broker/contract/topics.ts";
import { secretOf } from "../wire/bench-policy.ts";
import { serverFrame } from "../wire/websocket.ts";
import { sayReady, serverOptions } from "./ready.ts";

/*
 * No JSON.parse, no rights, no limits: the tag is sliced out of the known prefix, one frame is built for each message
 * and written once to every subscriber. The modes:
 *   floor      one socket.write per subscriber and message
 *   coalesced  the same, with all writes of one turn of the event loop gathered per socket
 *   naive      client.send(text), as a first broker is written
 */
interface Subscriber {
  readonly filter: string;
  readonly socket: Socket;
  send(text: string): void;
  corked: boolean;
}

const PREFIX = Buffer.byteLength('{"tag":"');
const QUOTE = 0x22;

const { tokens, mode } = serverOptions();
const secrets = new Map(Array.from({ length: tokens }, (_, index) => [secretOf(index), index]));
const subscribers = new Set<Subscriber>();
/** Subscribers of a topic, found once; forgotten when anybody comes or goes. */
const routes = new Map<string, Subscriber[]>();
const corked: Subscriber[] = [];

function routeOf(topic: string): Subscriber[] {
  let route = routes.get(topic);
  if (route === undefined) {
    route = [...subscribers].filter(({ filter }) => matches(filter, topic));
    routes.set(topic, route);
  }
  return route;
}

function uncorkAll(): void {
  for (const subscriber of corked) {
    subscriber.corked = false;
    subscriber.socket.uncork();
  }
  corked.length = 0;
}

function writeCoalesced(subscriber: Subscriber, frame: Buffer): void {
  if (!subscriber.corked) {
    subscriber.corked = true;
    subscriber.socket.cork();
    if (corked.push(subscriber) === 1) setImmediate(uncorkAll);
  }
  subscriber.socket.write(frame);
}

function publish(data: Buffer, from: Subscriber): void {
  const topic = data.toString("latin1", PREFIX, data.indexOf(QUOTE, PREFIX));
  const route = routeOf(topic);
  if (mode === "naive") {
    const text = data.toString();
    for (const subscriber of route) if (subscriber !== from) subscriber.send(text);
    return;
  }
  const frame = serverFrame(data);
  if (mode === "coalesced") {
    for (const subscriber of route) if (subscriber !== from) writeCoalesced(subscriber, frame);
    return;
  }
  for (const subscriber of route) if (subscriber !== from) subscriber.socket.write(frame);
}

const server = new WebSocketServer({
  port: 0,
  host: "127.0.0.1",
  perMessageDeflate: false,
  clientTracking: false,
  maxPayload: 256 * 1024,
  backlog: 1024,
});

server.on("connection", (ws, request) => {
  const secret = request.headers.authorization?.slice("Token ".length);
  const filter = request.headers.tag;
  if (secret === undefined || !secrets.has(secret) || typeof filter !== "string") return ws.close(4003);
  const subscriber: Subscriber = { filter, socket: request.socket, corked: false, send: (text) => ws.send(text) };
  request.socket.setNoDelay(true);
  subscribers.add(subscriber);
  routes.clear();
  ws.on("message", (data) => {
    if (Buffer.isBuffer(data)) publish(data, subscriber);
  });
  ws.on("close", () => {
    subscribers.delete(subscriber);
    routes.clear();
  });
  ws.on("error", () => ws.terminate());
});

server.on("listening", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") sayReady(address.port);
});
