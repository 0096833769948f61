/** Owns the wiring of the rooms: built by hand, started and stopped in order. */
import { Policy } from "./access/policy.ts";
import { RecentPublishes } from "./access/recent-publishes.ts";
import type { SecretBox } from "./access/seal.ts";
import { snapshotOf } from "./access/snapshot.ts";
import { isPrivateTopic } from "./access/subject.ts";
import { Usernames } from "./access/usernames.ts";
import { WebSocketWire } from "./adapters/ws-listener/websocket-wire.ts";
import { avatarIn } from "./chat/author.ts";
import { ChatRooms } from "./chat/chat-rooms.ts";
import type { Rooms } from "./console/rooms.ts";
import type { Kick } from "./contract/endings.ts";
import { LIMITS } from "./contract/limits.ts";
import type { RevocationView, ServerInfo } from "./contract/live.ts";
import type { DoorEntry, Refusal, Settings } from "./contract/nouns.ts";
import { Commands } from "./delivery/commands.ts";
import { Subscriptions } from "./delivery/subscriptions.ts";
import { openBroker } from "./dialects/broker/open-broker.ts";
import { openChat } from "./dialects/chat/open-chat.ts";
import { RoomKeeper } from "./dialects/chat/room-keeper.ts";
import { Speaker } from "./dialects/chat/speaker.ts";
import type { Core, OpenProtocol, Protocol } from "./dialects/protocol.ts";
import { openPubSub, type PubSub } from "./dialects/pubsub/open-pubsub.ts";
import { openRealtime } from "./dialects/realtime/open-realtime.ts";
import { SubjectMeta } from "./dialects/realtime/subject-meta.ts";
import type { FaultCounter } from "./faults/fault-counter.ts";
import { heapLimit, smallHeapWarning, withinHeap } from "./heap-bounds.ts";
import { Library } from "./library/library.ts";
import type { Chance } from "./ports/chance.ts";
import type { Clock } from "./ports/clock.ts";
import type { DataFolder } from "./ports/data-folder.ts";
import type { HistoryStore } from "./ports/history.ts";
import type { Hooks } from "./ports/hooks.ts";
import type { Layer } from "./ports/layer.ts";
import type { Acceptor } from "./ports/link.ts";
import type { Log } from "./ports/log.ts";
import type { Store } from "./ports/store.ts";
import { Presence } from "./presence/presence.ts";
import { AutoReplies } from "./replies/auto-replies.ts";
import { Router } from "./routing/router.ts";
import { Admission } from "./sessions/admission.ts";
import { Anteroom } from "./sessions/anteroom.ts";
import { attemptOf } from "./sessions/attempt.ts";
import { AuthDelay } from "./sessions/auth-delay.ts";
import { Counters } from "./sessions/counters.ts";
import { SUBPROTOCOL } from "./sessions/credentials.ts";
import { type GoneSession, goneSession, goneWeight } from "./sessions/ended-session.ts";
import { Entrance } from "./sessions/entrance.ts";
import { Flusher } from "./sessions/flusher.ts";
import { Journal } from "./sessions/journal.ts";
import { Pinger } from "./sessions/pinger.ts";
import { Reaper } from "./sessions/reaper.ts";
import { SessionRegistry } from "./sessions/registry.ts";
import type { Session } from "./sessions/session.ts";
import type { QueueLimits } from "./sessions/session-host.ts";
import { SessionLife } from "./sessions/session-life.ts";
import { TokenBlocks } from "./sessions/token-blocks.ts";
import { TokenRates } from "./sessions/token-rates.ts";
import { ClockWatch } from "./time/clock-watch.ts";
import type { HistoryBounds } from "./topics/history.ts";
import { MessageOrigin } from "./topics/message-origin.ts";
import { Topics } from "./topics/topics.ts";
import { WriteBehind } from "./topics/write-behind.ts";
import { Capture } from "./traffic/capture.ts";

/** The adapters that the engine stands on. */
export interface EngineParts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** Where guards report what they caught, those of the clock and of the adapters too. */
  readonly faults: FaultCounter;
  readonly store: Store;
  readonly layer: Layer;
  readonly secretBox: SecretBox;
  /** null keeps everything in memory. */
  readonly dataFolder: DataFolder | null;
  /** null keeps history in memory alone. */
  readonly history: HistoryStore | null;
  /** Bytes that this process may have for its objects; unless given, what V8 says. */
  readonly heapBytes?: number | undefined;
  /** The program around the engine. */
  readonly hooks?: Hooks | undefined;
  /** Protocols beside those that come with the engine. */
  readonly protocols?: readonly OpenProtocol[] | undefined;
}

/** The rooms, wired: what the console works with, and what the hosts start and stop. */
export interface WiredEngine {
  readonly rooms: Rooms;
  /** Decides about every knock. */
  readonly accept: Acceptor;
  start(): Promise<void>;
  /** Why history is not written just now; null when it is, or has no store. */
  historyTrouble(): string | null;
  /** Takes changed settings into the rooms that keep their own copy. */
  applySettings(settings: Settings): void;
  /** The REST interface of the pub/sub dialect. */
  readonly pubsub: PubSub["rest"];
  /** Wire protocols, as the console tells of them. */
  readonly dialects: ServerInfo["dialects"];
  readonly serving: boolean;
  /** Y1: everybody gets 1001 and nobody is let in; answers how many were closed. Harmless twice. */
  stopServing(): number;
  startServing(): void;
  /** R10: everybody gets 1001; resolves when they have gone, or after `LIMITS.stopMs`. */
  stop(): Promise<void>;
}

export function wireEngine(parts: EngineParts): WiredEngine {
  const { clock, chance, log, faults, store, layer, secretBox, dataFolder } = parts;
  const policy = new Policy(snapshotOf(store.load(), store.chat.loadRooms()));
  const library = new Library(store.listDocuments(), faults);
  const queueLimits: QueueLimits = queueLimitsOf(policy.current.settings);
  const newId = idMaker(chance);

  const journals = {
    doorlog: new Journal<DoorEntry>({}, faults),
    refusals: new Journal<Refusal>({}, faults),
    revocations: new Journal<RevocationView>({}, faults),
    endings: new Journal<GoneSession>({}, faults, goneWeight),
    kicks: new Journal<Kick>({}, faults),
  };
  const counters = new Counters();
  const heap = parts.heapBytes ?? heapLimit();
  const warning = smallHeapWarning(heap);
  if (warning !== undefined) log.warn({ heap }, warning);
  const bounded = withinHeap(policy.current.settings, heap);
  if (bounded !== policy.current.settings) {
    const { captureBytes, historyBytes } = bounded;
    log.warn(
      { heap, captureBytes, historyBytes },
      "the heap is small: capture and history keep less in memory than the settings say; the disk keeps what they say",
    );
  }
  const { history } = parts;
  // What the disk keeps does not follow the heap: a start with less memory must give nothing up.
  const historyBounds = (settings: Settings): HistoryBounds => {
    const memory = withinHeap(settings, heap);
    return historyBoundsOf(history === null ? memory : settings, memory.historyBytes);
  };
  const origin = new MessageOrigin(clock.now(), hexOf(chance.bytes(6)));
  const topics = new Topics(clock, historyBounds(policy.current.settings), origin, faults);
  const maxBytes = () => policy.current.settings.historyBytes;
  const writeBehind = history === null ? null : new WriteBehind({ topics, store: history, clock, log, maxBytes });
  const recent = new RecentPublishes(clock);
  const capture = new Capture({ clock, policy, faults, run: hexOf(chance.bytes(3)) }, bounded);
  const blocks = new TokenBlocks(clock);
  const clockWatch = new ClockWatch(clock);
  const registry = new SessionRegistry(faults);
  // When the transport is gone: the close frames of an edit do not wait for it.
  registry.listen({
    gone: (session) => {
      const gone = goneSession(session, policy.current.tokens.get(session.tokenId));
      if (gone !== undefined) journals.endings.add(gone);
    },
  });
  const router = new Router<Session>((topic) => isPrivateTopic(policy.current, topic));
  policy.onPrivacyChanged = () => router.reclassify();
  const flusher = new Flusher(clock, faults);
  const reaper = new Reaper(clock);
  journals.doorlog.onAdded((entry, isNew) => {
    if (isNew) capture.door(entry);
  });
  const presence = new Presence<Session>(clock);
  const meta = new SubjectMeta();
  const chat = new ChatRooms({
    clock,
    log,
    faults,
    store: store.chat,
    usernames: new Usernames(policy),
    presence,
    avatarOf: (subject) => avatarIn(meta.of(subject)),
  });
  const keeper = new RoomKeeper({ chat, policy });
  const rates = new TokenRates(clock, policy);
  const { refusals } = journals;
  const commands = new Commands({
    clock,
    faults,
    policy,
    layer,
    router,
    topics,
    counters,
    refusals,
    capture,
    keeper,
    newId,
  });
  const replyChance = chance.fork("replies");
  const replies = new AutoReplies({
    clock,
    faults,
    policy,
    newId,
    random: () => replyChance.next(),
    publish: ({ topic, json, ruleName }, tokenId, chain) => {
      if (tokenId !== null && !rates.allowsReply(tokenId)) return "rate-limited";
      if (tokenId !== null) recent.counter(tokenId, topic)?.add();
      return commands.publishReply({ topic, content: json, payload: null, ruleName }, tokenId, chain);
    },
  });
  commands.answering = replies;
  replies.replace(library.ofKind("autoReply"));
  library.onChange(() => replies.replace(library.ofKind("autoReply")));
  const speaker = new Speaker({ chat, keeper, commands });
  const refuse = commands.refuse.bind(commands);
  const withinRate = commands.withinRate.bind(commands);
  const lifeRooms = { clock, flusher, registry, router, layer, reaper, counters, queueLimits, record: capture };
  const life = new SessionLife({ ...lifeRooms, refuse, withinRate, faults });
  const authDelay = new AuthDelay(clock, () => policy.current.settings.authFailureDelay);
  const admission = new Admission({ clock, policy, authDelay, rejections: journals.doorlog, blocks, newId });
  const hooks = parts.hooks ?? {};
  const anteroom = new Anteroom(reaper, authDelay);
  const sessionRooms = { policy, layer, router, recent, keeper, registry, life, reaper, rates };
  const entrance = new Entrance({ ...sessionRooms, clock, faults, hooks, admission, anteroom, newId });
  const subscriptions = new Subscriptions({ policy, life });
  const pinger = new Pinger(clock, registry, () => policy.current.settings.pingIntervalMs);
  const core: Core = {
    clock,
    chance,
    log,
    faults,
    policy,
    router,
    topics,
    registry,
    presence,
    chat,
    capture,
    replies,
    commands,
    subscriptions,
    admission,
    anteroom,
    entrance,
    hooks,
    wire: new WebSocketWire(),
  };
  const pubsub = openPubSub(core);
  const realtime = openRealtime(core, meta);
  const protocols: readonly Protocol[] = [
    openBroker(core),
    pubsub,
    openChat(core, { keeper, speaker }),
    realtime,
    ...(parts.protocols ?? []).map((open) => open(core)),
  ];
  const doorways = protocols.flatMap((protocol) => protocol.doorways);

  const rooms: Rooms = {
    clock,
    chance,
    clockWatch,
    log,
    faults,
    policy,
    store,
    library,
    replies,
    layer,
    secretBox,
    dataFolder,
    registry,
    router,
    topics,
    presence,
    audience: realtime.audience,
    recent,
    journals,
    counters,
    capture,
    blocks,
    admission,
    rates,
    chat,
    say: (room, body, author, createdAt) => speaker.sayFor(room, body, author, createdAt),
    publish: (topic, content) => commands.publishAsOperator({ topic, content, payload: null }),
    history,
    settleHistory: async () => writeBehind?.settle(),
  };

  /** Nobody comes in any more; whoever is in, or waits to say who it is, gets 1001. Answers how many sessions that were. */
  function shut(step: NonNullable<Admission["shut"]>, reason: string): number {
    admission.shut = step;
    chat.drain();
    anteroom.turnAwayAll(1001, reason);
    const sessions = [...registry.all()];
    for (const session of sessions) session.end(1001, reason, { by: "broker", flush: true });
    return sessions.length;
  }

  return {
    rooms,
    accept: (knock) => {
      for (const doorway of doorways) {
        const accept = doorway.at(knock.path);
        if (accept === undefined) continue;
        const { peer } = knock;
        const delayMs = doorway.waitsInFrame ? 0 : authDelay.enter(peer);
        return {
          subprotocol: knock.subprotocols.includes(SUBPROTOCOL) ? SUBPROTOCOL : undefined,
          delayMs: delayMs ?? 0,
          accept: (link) => {
            if (delayMs === null) entrance.turnAwayTooMany(attemptOf(knock, doorway.told.name), link, doorway.wire);
            else accept(knock, link);
          },
          waited: () => authDelay.leave(peer),
          reject: (step, detail) => admission.reject(attemptOf(knock, doorway.told.name), { step, detail }),
        };
      }
      admission.reject(attemptOf(knock, "none"), { step: "path-unknown", detail: knock.path });
      return undefined;
    },
    async start() {
      await layer.start({ onMessage: (message) => commands.receiveFromLayer(message), onPolicyChange: () => {} });
      if (history !== null) topics.restore(await history.load());
      writeBehind?.start();
      clockWatch.start();
      topics.start((ageMs) => clockWatch.believes(ageMs));
      recent.start();
      pinger.start();
      for (const protocol of protocols) await protocol.start?.();
    },
    applySettings(settings) {
      Object.assign(queueLimits, queueLimitsOf(settings));
      const bounded = withinHeap(settings, heap);
      topics.setBounds(historyBounds(settings));
      capture.configure(bounded);
      pinger.restart();
    },
    pubsub: pubsub.rest,
    dialects: doorways.map(({ told }) => told),
    get serving() {
      return admission.shut === null;
    },
    stopServing() {
      return admission.shut === null ? shut("broker-stopped", "broker is stopped") : 0;
    },
    startServing() {
      if (admission.shut === "broker-stopped") admission.shut = null;
    },
    historyTrouble: () => writeBehind?.trouble ?? null,
    async stop() {
      shut("stopping", "server is stopping");
      clockWatch.close();
      pinger.close();
      for (const protocol of protocols) await protocol.close?.();
      recent.close();
      await reaper.drain(LIMITS.stopMs);
      await writeBehind?.close();
      // Over REST messages may have come until now.
      chat.drain();
      topics.close();
      await layer.close();
      store.close();
    },
  };
}

function queueLimitsOf(settings: Settings): QueueLimits {
  const { slowReader, maxQueueBytes, maxQueueFrames } = settings;
  return { slowReader, maxQueueBytes, maxQueueFrames };
}

function historyBoundsOf(settings: Settings, memoryBytes: number): HistoryBounds {
  const { historyPerTopic, historyTotal, historyBytes, historyDays } = settings;
  const bounds = {
    perTopic: historyPerTopic,
    total: historyTotal,
    bytes: historyBytes,
    ageMs: historyDays * 86_400_000,
  };
  return memoryBytes < historyBytes ? { ...bounds, memoryBytes } : bounds;
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Short ids, unique over restarts by their beginning and within a run by their count. */
function idMaker(chance: Chance): (kind: string) => string {
  const run = hexOf(chance.bytes(4));
  let count = 0;
  return (kind) => `${kind}_${run}${(count++).toString(36)}`;
}
