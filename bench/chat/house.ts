/** Owns the measured house: rooms with people in them, and two clients of the main dialect who have nothing to do with them. */
import { WebSocket } from "ws";
import { AdminClient } from "../generator/admin-client.ts";
import type { Pinning } from "../run/machine.ts";
import { type ServerProcess, startServer } from "../run/server-process.ts";
import { SYSTEMS } from "../systems.ts";
import { PUBLISHER_SECRET, SILENT_FILTER, SUBSCRIBER_SECRET } from "../wire/bench-policy.ts";
import { topicOf } from "../wire/payload.ts";

const ROOMS = 4;
const PEOPLE = 20;

export class ChatHouse {
  readonly people: readonly WebSocket[];
  /** Publishes on the topic that `reader` hears. */
  readonly writer: WebSocket;
  readonly reader: WebSocket;
  readonly #server: ServerProcess;

  private constructor(
    server: ServerProcess,
    [writer, reader, ...people]: readonly [WebSocket, WebSocket, ...WebSocket[]],
  ) {
    this.#server = server;
    this.writer = writer;
    this.reader = reader;
    this.people = people;
  }

  /** A fresh process, with or without a data folder. */
  static async open(storedIn: "disk" | "memory", pins: Pinning): Promise<ChatHouse> {
    const { script, mode } = storedIn === "disk" ? SYSTEMS.history : SYSTEMS.ours;
    const server = await startServer(script, ["--tokens", "2", "--mode", mode], pins);
    const { admin = "", adminKey = "", port } = server.ready;
    const api = new AdminClient(admin, adminKey);
    const connect = (path: string, secret: string, tag: string) =>
      opened(new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { authorization: `Token ${secret}`, tag } }));
    for (let room = 0; room < ROOMS; room++) await api.call("POST", "/rooms", { name: `room-${room}` });
    const people: WebSocket[] = [];
    for (let index = 0; index < PEOPLE; index++) {
      const subject = { userType: "user", userId: `person-${index}` };
      const { secret } = await api.call<{ secret: string }>("POST", "/tokens", { subject });
      people.push(await connect(`/ws/chatroom/room-${index % ROOMS}`, secret, ""));
    }
    api.close();
    const writer = await connect("/ws/brocker/", PUBLISHER_SECRET, SILENT_FILTER);
    const reader = await connect("/ws/brocker/", SUBSCRIBER_SECRET, topicOf(0));
    return new ChatHouse(server, [writer, reader, ...people]);
  }

  async close(): Promise<void> {
    for (const socket of [this.writer, this.reader, ...this.people]) socket.terminate();
    await this.#server.stop();
  }
}

function opened(socket: WebSocket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });
}
