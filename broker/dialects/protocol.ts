/** Owns what a protocol is opened with, and what the engine is given for it. */
import type { Policy } from "../access/policy.ts";
import type { ChatRooms } from "../chat/chat-rooms.ts";
import type { Commands } from "../delivery/commands.ts";
import type { Subscriptions } from "../delivery/subscriptions.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { Hooks } from "../ports/hooks.ts";
import type { Log } from "../ports/log.ts";
import type { RestInterface } from "../ports/rest.ts";
import type { Wire } from "../ports/wire.ts";
import type { Presence } from "../presence/presence.ts";
import type { AutoReplies } from "../replies/auto-replies.ts";
import type { Router } from "../routing/router.ts";
import type { Admission } from "../sessions/admission.ts";
import type { Anteroom } from "../sessions/anteroom.ts";
import type { Doorway } from "../sessions/dialect.ts";
import type { Entrance } from "../sessions/entrance.ts";
import type { Reader } from "../sessions/reader.ts";
import type { SessionRegistry } from "../sessions/registry.ts";
import type { Session } from "../sessions/session.ts";
import type { Topics } from "../topics/topics.ts";
import type { Capture } from "../traffic/capture.ts";

/** The engine's parts that protocols are made of. */
export interface Core {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly faults: Faults;
  readonly policy: Policy;
  readonly router: Router<Reader>;
  readonly topics: Topics;
  readonly registry: SessionRegistry;
  readonly presence: Presence<Session>;
  readonly chat: ChatRooms;
  readonly capture: Capture;
  readonly replies: AutoReplies;
  readonly commands: Commands;
  readonly subscriptions: Subscriptions;
  readonly admission: Admission;
  readonly anteroom: Anteroom;
  readonly entrance: Entrance;
  /** The program around the engine. */
  readonly hooks: Hooks;
  /** How the transport behind `Protocol.doorways` writes. A protocol with a listener of its own brings its own. */
  readonly wire: Wire;
}

export interface Protocol {
  /** Where it is knocked at on the engine's own port. */
  readonly doorways: readonly Doorway[];
  /** Its HTTP interface beside the admin API, where it has one. Topics are edited through `edits`. */
  rest?(edits: TopicEdits): RestInterface;
  /** The engine serves from now on: timers, and a listener of its own where it has one. */
  start?(): void | Promise<void>;
  /** Nobody is let in any more, and all its sessions have ended. */
  close?(): void | Promise<void>;
}

/** The operator's edits of topics, each with a row in the audit journal. The rest asks what can be asked before. */
export interface TopicEdits {
  /** `metadata`: the text of a JSON object. */
  create(name: string, metadata: string): Promise<Edited>;
  delete(name: string): Promise<Edited>;
}

/** Done and on disk, or refused with nothing changed. */
type Edited = { readonly ok: true } | { readonly ok: false; readonly status: number; readonly text: string };

/** Every protocol's folder has one; `engine.ts` lists them. */
export type OpenProtocol = (core: Core) => Protocol;
