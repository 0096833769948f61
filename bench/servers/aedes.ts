/** Owns the comparison with aedes: MQTT over WebSocket, its own in-memory parts, tokens as user names. */
import { Aedes } from "aedes";
import { createWebSocketStream, WebSocketServer } from "ws";
import { secretOf } from "../wire/bench-policy.ts";
import { sayReady, serverOptions } from "./ready.ts";

const { tokens } = serverOptions();
const secrets = new Set(Array.from({ length: tokens }, (_, index) => secretOf(index)));

const broker = await Aedes.createBroker({
  authenticate: (_client, userName, _password, done) => done(null, userName !== undefined && secrets.has(userName)),
});

const server = new WebSocketServer({
  port: 0,
  host: "127.0.0.1",
  perMessageDeflate: false,
  clientTracking: false,
  backlog: 1024,
  handleProtocols: () => "mqtt",
});

server.on("connection", (ws, request) => {
  request.socket.setNoDelay(true);
  const stream = createWebSocketStream(ws);
  stream.on("error", () => ws.terminate());
  broker.handle(stream, request);
});

server.on("listening", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") sayReady(address.port);
});
