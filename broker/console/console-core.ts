/** The parts of the core that the operator path works with; the engine builds them and hands them over. */
import type { Policy } from "../access/policy.ts";
import type { RecentPublishes } from "../access/recent-publishes.ts";
import type { SecretBox } from "../access/seal.ts";
import type { ChatRoom } from "../chat/chat-room.ts";
import type { ChatRooms } from "../chat/chat-rooms.ts";
import type { Kick } from "../contract/endings.ts";
import type { RevocationView, ServerInfo } from "../contract/live.ts";
import type { DoorEntry, Refusal, Settings, Subject } from "../contract/nouns.ts";
import type { RoomMessage } from "../contract/rooms.ts";
import type { Workspace } from "../contract/workspace.ts";
import type { FaultCounter } from "../faults/fault-counter.ts";
import type { Library } from "../library/library.ts";
import type { Audience } from "../ports/audience.ts";
import type { Bus } from "../ports/bus.ts";
import type { Chance } from "../ports/chance.ts";
import type { ClientSockets } from "../ports/client-socket.ts";
import type { Clock } from "../ports/clock.ts";
import type { DataFolder } from "../ports/data-folder.ts";
import type { HistoryStore } from "../ports/history.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { Presence } from "../presence/presence.ts";
import type { AutoReplies } from "../replies/auto-replies.ts";
import type { Router } from "../routing/router.ts";
import type { Admission } from "../sessions/admission.ts";
import type { Counters } from "../sessions/counters.ts";
import type { GoneSession } from "../sessions/ended-session.ts";
import type { Journal } from "../sessions/journal.ts";
import type { Reader } from "../sessions/reader.ts";
import type { SessionRegistry } from "../sessions/registry.ts";
import type { Session } from "../sessions/session.ts";
import type { Slots } from "../sessions/slots.ts";
import type { TokenBlocks } from "../sessions/token-blocks.ts";
import type { TokenRates } from "../sessions/token-rates.ts";
import type { ClockWatch } from "../time/clock-watch.ts";
import type { Content } from "../topics/content.ts";
import type { Topics } from "../topics/topics.ts";
import type { Capture } from "../traffic/capture.ts";
import type { EditGate } from "./edits/edit-queue.ts";

export interface Journals {
  readonly doorlog: Journal<DoorEntry>;
  readonly refusals: Journal<Refusal>;
  readonly revocations: Journal<RevocationView>;
  /** Connections that are gone, as they were at their end. */
  readonly endings: Journal<GoneSession>;
  readonly kicks: Journal<Kick>;
}

export interface ConsoleCore {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Z2: where guards report what they caught. */
  readonly faults: FaultCounter;
  readonly policy: Policy;
  readonly store: Store;
  readonly library: Library;
  /** The rules that answer messages (U). */
  readonly replies: AutoReplies;
  readonly bus: Bus;
  readonly slots: Slots;
  readonly secretBox: SecretBox;
  readonly registry: SessionRegistry;
  readonly router: Pick<
    Router<Reader>,
    "route" | "hearers" | "countHearers" | "subscriptions" | "wildcardSubscriptions"
  >;
  readonly topics: Topics;
  /** Which subjects are online (Q8). */
  readonly presence: Presence<Session>;
  readonly audience: Audience;
  readonly recent: RecentPublishes;
  readonly journals: Journals;
  readonly counters: Counters;
  readonly capture: Capture;
  /** R9: tokens that may not come in for a while. */
  readonly blocks: TokenBlocks;
  /** Says when the wall clock was set, and whether an age is to be believed (K8). */
  readonly clockWatch: ClockWatch;
  /** Judges whoever brings credentials over HTTP as it judges sockets. */
  readonly admission: Admission;
  /** M7: messages over HTTP count like those of sockets. */
  readonly rates: TokenRates;
  /** null: everything is in memory. */
  readonly dataFolder: DataFolder | null;
  readonly chat: ChatRooms;
  /** H3: keeps and then sends a checked body in a chat room; `author` null is the operator, `createdAt` an earlier time. Rejects with StoreError, and nothing is sent. */
  say(room: ChatRoom, body: string, author: Subject | null, createdAt?: string): Promise<RoomMessage>;
  /** Publishes JSON text or bytes as the operator (T4: `$` topics too) and answers how many local sessions it was queued for. */
  publish(topic: string, content: Content): number;
  /** null: messages are kept in memory. */
  readonly history: Pick<HistoryStore, "backup"> | null;
  /** Resolves when what is known of topics and messages now is on disk, or was refused by it. */
  settleHistory(): Promise<void>;
}

/** What the desk is told about the server around it; asked for anew each time, since a port is known only after listening. */
export interface ServerFacts {
  info(): ServerInfo;
  /** What simulated clients are made with. */
  readonly clients: {
    readonly sockets: ClientSockets;
    /** In [0, 1). */
    readonly random: () => number;
    /** Where the broker listens: `ws://127.0.0.1:8001`. */
    origin(): string;
  };
  /** The workspace of the sample house. */
  sampleHouse(): Workspace;
  /** A one-time console link. */
  /** `origin` is where the caller reaches this server, where that is known. */
  loginLink(origin?: string): string;
  /** E15: makes a new admin key and answers it; `window` keeps its link. @throws Refused when the start named the key */
  replaceAdminKey(window: object | undefined): string;
  /** Whether an edit may be made here now; absent where nothing is asked. */
  readonly beforeEdit?: EditGate | undefined;
  /** Takes changed settings into the parts that keep their own copy. */
  applySettings(settings: Settings): void;
  /** Y1: closes everybody with 1001 and lets nobody in, until `startServing`; answers how many were closed. Harmless twice. */
  stopServing(): number;
  startServing(): void;
}
