/** The engine's parts, built by hand, started and stopped in order. */
import { acceptorOf } from "./acceptor.ts";
import { Policy } from "./access/policy.ts";
import { RecentPublishes } from "./access/recent-publishes.ts";
import type { SecretBox } from "./access/seal.ts";
import { snapshotOf } from "./access/snapshot.ts";
import { isPrivateTopic } from "./access/subject.ts";
import { Usernames } from "./access/usernames.ts";
import { WebSocketWire } from "./adapters/ws-listener/websocket-wire.ts";
import { avatarIn } from "./chat/author.ts";
import { ChatRooms } from "./chat/chat-rooms.ts";
import { ClientService } from "./client-service.ts";
import type { ConsoleCore } from "./console/console-core.ts";
import { LIMITS } from "./contract/limits.ts";
import type { ServerInfo } from "./contract/live.ts";
import type { Settings } from "./contract/nouns.ts";
import { Commands } from "./delivery/commands.ts";
import type { Observers } from "./delivery/observers.ts";
import { Subscriptions } from "./delivery/subscriptions.ts";
import { openBroker } from "./dialects/broker/open-broker.ts";
import { openChat } from "./dialects/chat/open-chat.ts";
import { RoomKeeper } from "./dialects/chat/room-keeper.ts";
import { Speaker } from "./dialects/chat/speaker.ts";
import type { Core, OpenProtocol, Protocol, TopicEdits } from "./dialects/protocol.ts";
import { openPubSub } from "./dialects/pubsub/open-pubsub.ts";
import { openRealtime } from "./dialects/realtime/open-realtime.ts";
import { SubjectMeta } from "./dialects/realtime/subject-meta.ts";
import type { FaultCounter } from "./faults/fault-counter.ts";
import { hexOf, idMaker } from "./id-maker.ts";
import { openJournals } from "./journals.ts";
import { Library } from "./library/library.ts";
import { openCluster } from "./open-cluster.ts";
import { openReplies } from "./open-replies.ts";
import type { Bus } from "./ports/bus.ts";
import type { Chance } from "./ports/chance.ts";
import type { Clock } from "./ports/clock.ts";
import type { DataFolder } from "./ports/data-folder.ts";
import type { HistoryStore } from "./ports/history.ts";
import type { Hooks } from "./ports/hooks.ts";
import type { Acceptor } from "./ports/link.ts";
import type { Log } from "./ports/log.ts";
import type { RestInterface } from "./ports/rest.ts";
import type { Store } from "./ports/store.ts";
import { Presence } from "./presence/presence.ts";
import { Router } from "./routing/router.ts";
import { Admission } from "./sessions/admission.ts";
import { Anteroom } from "./sessions/anteroom.ts";
import { AuthDelay } from "./sessions/auth-delay.ts";
import { Counters } from "./sessions/counters.ts";
import { Entrance } from "./sessions/entrance.ts";
import { Flusher } from "./sessions/flusher.ts";
import { Pinger } from "./sessions/pinger.ts";
import type { Reader } from "./sessions/reader.ts";
import { Reaper } from "./sessions/reaper.ts";
import { SessionRegistry } from "./sessions/registry.ts";
import type { Session } from "./sessions/session.ts";
import { SessionLife } from "./sessions/session-life.ts";
import { Slots } from "./sessions/slots.ts";
import { TokenBlocks } from "./sessions/token-blocks.ts";
import { TokenRates } from "./sessions/token-rates.ts";
import { SettingBounds } from "./setting-bounds.ts";
import { ClockWatch } from "./time/clock-watch.ts";
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
  /** How other nodes are reached. */
  readonly bus: Bus;
  /** What people call this node; its id unless given. */
  readonly nodeName?: string | undefined;
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

/** The core, wired: what the console works with, and what the hosts start and stop. */
export interface WiredEngine {
  readonly core: ConsoleCore;
  /** M13. */
  readonly observers: Observers;
  /** Decides about every knock. */
  readonly accept: Acceptor;
  start(): Promise<void>;
  /** Why history is not written just now; null when it is, or has no store. */
  historyTrouble(): string | null;
  /** Takes changed settings into the parts that keep their own copy. */
  applySettings(settings: Settings): void;
  /** The HTTP interfaces of the protocols that have one. */
  rest(edits: TopicEdits): readonly RestInterface[];
  /** Wire protocols, as the console tells of them. */
  readonly dialects: ServerInfo["dialects"];
  readonly service: ClientService;
  /** R10: everybody gets 1001; resolves when they have gone, or after `LIMITS.stopMs`. */
  stop(): Promise<void>;
}

export function wireEngine(parts: EngineParts): WiredEngine {
  const { clock, chance, log, faults, store, bus, secretBox, dataFolder } = parts;
  const policy = new Policy(snapshotOf(store.load(), store.chat.loadRooms()));
  const library = new Library(store.listDocuments(), faults);
  const nodeId = hexOf(chance.bytes(4));
  const newId = idMaker(nodeId);
  const slots = new Slots(bus, clock);

  const counters = new Counters();
  const { history } = parts;
  const { settings } = policy.current;
  const bounds = new SettingBounds(settings, log, history !== null, parts.heapBytes);
  const origin = new MessageOrigin(clock.now(), hexOf(chance.bytes(6)));
  const topics = new Topics(clock, bounds.history(settings), origin, faults);
  const maxBytes = () => policy.current.settings.historyBytes;
  const writeBehind = history === null ? null : new WriteBehind({ topics, store: history, clock, log, maxBytes });
  const recent = new RecentPublishes(clock);
  const capture = new Capture({ clock, policy, faults, run: hexOf(chance.bytes(3)) }, bounds.inMemory(settings));
  const blocks = new TokenBlocks(clock);
  const clockWatch = new ClockWatch(clock);
  const registry = new SessionRegistry(faults);
  const journals = openJournals(faults, { registry, policy, capture });
  const router = new Router<Reader>((topic) => isPrivateTopic(policy.current, topic));
  const flusher = new Flusher(clock, faults);
  const reaper = new Reaper(clock);
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
    router,
    topics,
    counters,
    refusals,
    capture,
    keeper,
    newId,
  });
  const replies = openReplies({ clock, faults, policy, chance, commands, library, rates, recent, newId });
  const clusterParts = { bus, clock, log, faults, policy, slots, router, topics, keeper, commands };
  const cluster = openCluster({ ...clusterParts, nodeId, nodeName: parts.nodeName });
  const speaker = new Speaker({ chat, keeper, commands });
  const refuse = commands.refuse.bind(commands);
  const withinRate = commands.withinRate.bind(commands);
  const lifeParts = {
    clock,
    flusher,
    registry,
    router,
    slots,
    reaper,
    counters,
    queueLimits: bounds.queues,
    record: capture,
  };
  const life = new SessionLife({ ...lifeParts, refuse, withinRate, faults });
  const authDelay = new AuthDelay(clock, () => policy.current.settings.authFailureDelay);
  const admission = new Admission({ clock, policy, authDelay, rejections: journals.doorlog, blocks, newId });
  const hooks = parts.hooks ?? {};
  const anteroom = new Anteroom(reaper, authDelay);
  const sessionParts = { policy, slots, router, recent, keeper, registry, life, reaper, rates };
  const entrance = new Entrance({ ...sessionParts, clock, faults, hooks, admission, anteroom, newId });
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
  const realtime = openRealtime(core, meta);
  const protocols: readonly Protocol[] = [
    openBroker(core),
    openPubSub(core),
    openChat(core, { keeper, speaker }),
    realtime,
    ...(parts.protocols ?? []).map((open) => open(core)),
  ];
  const doorways = protocols.flatMap((protocol) => protocol.doorways);

  const consoleCore: ConsoleCore = {
    clock,
    chance,
    clockWatch,
    log,
    faults,
    policy,
    store,
    library,
    replies,
    bus,
    slots,
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

  const service = new ClientService({ admission, anteroom, registry, chat });

  return {
    core: consoleCore,
    observers: commands.observers,
    accept: acceptorOf(doorways, { authDelay, admission, entrance }),
    async start() {
      if (history !== null) topics.restore(await history.load());
      writeBehind?.start();
      clockWatch.start();
      topics.start((ageMs) => clockWatch.believes(ageMs));
      recent.start();
      pinger.start();
      for (const protocol of protocols) await protocol.start?.();
      await cluster?.start();
    },
    applySettings(settings) {
      bounds.applyToQueues(settings);
      topics.setBounds(bounds.history(settings));
      capture.configure(bounds.inMemory(settings));
      pinger.restart();
    },
    rest: (edits) => protocols.flatMap((protocol) => protocol.rest?.(edits) ?? []),
    dialects: doorways.map(({ told }) => told),
    service,
    historyTrouble: () => writeBehind?.trouble ?? null,
    async stop() {
      service.shut("stopping", "server is stopping");
      clockWatch.close();
      pinger.close();
      for (const protocol of protocols) await protocol.close?.();
      recent.close();
      await reaper.drain(LIMITS.stopMs);
      await writeBehind?.close();
      // Over REST messages may have come until now.
      chat.drain();
      topics.close();
      await cluster?.close();
      await bus.close();
      store.close();
    },
  };
}
