/** Owns an engine with people in it: subjects with tokens, rooms, and clients of the chat dialect. */
import type { EngineConfig } from "../index.ts";
import type { BrokerClient, ClientOptions } from "./broker-client.ts";
import { type EngineUnderTest, startEngine } from "./engine-harness.ts";

export interface ChatFrame {
  readonly ok: boolean;
  readonly event: string;
  readonly online_count?: number;
  readonly message?: {
    readonly id: number;
    readonly body: string;
    readonly author: { readonly id: string | number; readonly username: string; readonly avatar: string | null };
    readonly created_at: string;
  };
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/** One person's connection to one room. */
export class ChatClient {
  readonly client: BrokerClient;

  constructor(client: BrokerClient) {
    this.client = client;
  }

  get frames(): ChatFrame[] {
    return this.client.texts.map((text) => JSON.parse(text));
  }

  get bodies(): string[] {
    return this.frames.flatMap(({ message }) => message?.body ?? []);
  }

  get counts(): number[] {
    return this.frames.flatMap(({ online_count }) => online_count ?? []);
  }

  say(body: unknown): void {
    this.client.send(JSON.stringify({ body }));
  }

  /** Resolves with the first frame that fits, also one that has come already; rejects when the socket ends before. */
  async frame(fits: (frame: ChatFrame) => boolean): Promise<ChatFrame> {
    for (;;) {
      const found = this.frames.find(fits);
      if (found !== undefined) return found;
      await this.client.received(this.client.texts.length + 1);
    }
  }

  /** Resolves when the text was said in the room. */
  heard(body: string): Promise<ChatFrame> {
    return this.frame(({ message }) => message?.body === body);
  }
}

export interface ChatUnderTest extends EngineUnderTest {
  /** A token of that person, of the type `user`; another call makes another token. */
  person(name: string, fields?: Readonly<Record<string, unknown>>): Promise<string>;
  room(name: string, kind?: "public" | "private", members?: readonly string[]): Promise<void>;
  /** Connects to a room and waits for the first count. */
  enter(room: string, secret: string, options?: ClientOptions): Promise<ChatClient>;
  /** A client that may be refused. */
  knockAt(room: string, secret: string | undefined, options?: ClientOptions): ChatClient;
}

export const user = (userId: string) => ({ userType: "user", userId });

export async function startChat(config: Partial<EngineConfig> = {}): Promise<ChatUnderTest> {
  const stand = await startEngine(config);
  const knockAt = (room: string, secret: string | undefined, options: ClientOptions = {}) =>
    new ChatClient(stand.knock({ secret, path: `/ws/chatroom/${encodeURIComponent(room)}`, ...options }));
  return {
    ...stand,
    knockAt,
    async person(name, fields = {}) {
      return (await stand.token({}, { name, subject: user(name), ...fields })).secret;
    },
    async room(name, kind = "public", members = []) {
      const { status, body } = await stand.api("POST", "/rooms", { name, kind, members: members.map(user) });
      if (status !== 201) throw new Error(`the room was not made: ${JSON.stringify(body)}`);
    },
    async enter(room, secret, options) {
      const entered = knockAt(room, secret, options);
      await entered.client.opened;
      await entered.frame(({ event }) => event === "online_count");
      return entered;
    },
  };
}
