/** Owns the engine's face: `openEngine` and the types of that call. */
import { randomBytes } from "node:crypto";
import { ConsoleSocketServer } from "./adapters/console-socket.ts";
import { canonicalHost } from "./adapters/http-server/listen-address.ts";
import { ListenError } from "./adapters/http-server/listen-error.ts";
import { WsClients } from "./adapters/ws-client.ts";
import { WsListener } from "./adapters/ws-listener.ts";
import type { AdminKeySource } from "./admin-key.ts";
import { Desk } from "./console/desk.ts";
import { updateSettings } from "./console/edits/settings.ts";
import { ChatDoor } from "./console/endpoints/chat-door.ts";
import { HttpRejections } from "./console/endpoints/http-rejections.ts";
import { type MessagePortLike, PortDoor } from "./console/endpoints/message-port.ts";
import { RestDoor } from "./console/endpoints/rest-door.ts";
import { SocketDoor } from "./console/endpoints/socket-door.ts";
import { conflict, Refused } from "./console/refused.ts";
import { consoleRouter } from "./console/router.ts";
import { startHouse } from "./console/sandbox/sample-house.ts";
import { publishBytes } from "./console/speak/publish.ts";
import { pubSubEdits } from "./console/topics/pubsub-edits.ts";
import { SealCheck } from "./console/workspace/open-secrets.ts";
import { importGivenWorkspace, importWorkspace } from "./console/workspace/workspace-file.ts";
import type { Actor } from "./contract/console.ts";
import { LIMITS } from "./contract/limits.ts";
import type { ServerInfo } from "./contract/live.ts";
import type { Settings } from "./contract/nouns.ts";
import type { Backup } from "./contract/service.ts";
import type { Workspace } from "./contract/workspace.ts";
import type { MessageListener } from "./delivery/observers.ts";
import type { OpenProtocol } from "./dialects/protocol.ts";
import { endedLoginsFile } from "./ended-logins-file.ts";
import { wireEngine } from "./engine.ts";
import { openParts } from "./engine-parts.ts";
import type { Audience } from "./ports/audience.ts";
import { type Bus, BusError } from "./ports/bus.ts";
import type { Chance } from "./ports/chance.ts";
import type { Hooks } from "./ports/hooks.ts";
import type { Log } from "./ports/log.ts";
import type { Secrets } from "./ports/secrets.ts";
import { sampleWorkspace } from "./sample.ts";
import { AuthDelay } from "./sessions/auth-delay.ts";
import { StartError } from "./start-error.ts";

export { isLoopbackHost } from "./adapters/http-server/listen-address.ts";
export { PinoLog } from "./adapters/pino-log.ts";
export { SeededChance } from "./adapters/seeded-chance.ts";
export { type AdminKeySource, adminKeyFile } from "./admin-key.ts";
export type { MessagePortLike } from "./console/endpoints/message-port.ts";
export { Refused } from "./console/refused.ts";
export type { MessageListener, PublishedMessage } from "./delivery/observers.ts";
export type { Audience } from "./ports/audience.ts";
export type { Bus } from "./ports/bus.ts";
export type { ConnectingClient, HookReply, Hooks, RealtimeClient } from "./ports/hooks.ts";
export { StartError, type StartErrorKind } from "./start-error.ts";
export { stopOnUncaught } from "./uncaught.ts";

export interface EngineConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Further names under which the console may be opened (E2): `box.lan`, `*.box.lan`, `*` for any. */
  readonly allowedHosts?: readonly string[];
  /** Addresses and ranges of proxies that are believed when they say for whom they ask (E17). */
  readonly trustedProxies?: readonly string[];
  /** Where database and key lie; null keeps everything in memory. */
  readonly dataFolder: string | null;
  /** Where the sealing key lives; a 0600 file in the data folder unless given. */
  readonly secrets?: Secrets;
  /** One for this run, kept nowhere, unless given. A text alone is not replaced. */
  readonly adminKey?: string | AdminKeySource;
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The built console. */
  readonly consoleFolder?: string;
  /** Imported at start: replaces the policy by the file's. */
  readonly workspace?: Workspace;
  /** Fills a store that was never written with the sample house, and starts it: its simulated clients connect and send (B11). */
  readonly sample?: boolean;
  /** X3: rights without a token, in dialects that allow it; kept in the settings. */
  readonly anonymous?: Settings["anonymous"];
  /** Moments at which the program around the engine has a say about realtime clients. */
  readonly hooks?: Hooks;
  /** Protocols beside those that come with the engine. */
  readonly protocols?: readonly OpenProtocol[];
  /**
   * Z7: a thread of the engine failed in a way that nothing caught. The program stops the engine, which saves what it can; without this the
   * exception is logged and counted, and the engine goes on without that thread's work.
   */
  readonly onUncaught?: (error: unknown, origin: string) => void;
  /** Who is named in the audit rows of the start. */
  readonly actorOfStart?: Actor;
  /** SD1: what the engine and its simulated clients leave to chance. A `SeededChance` repeats it; secrets and keys are never drawn from it. */
  readonly chance?: Chance;
  /** N10: how the engines of one broker reach each other; alone unless given. They share messages and slots, and no policy yet. */
  readonly bus?: Bus;
  /** What people call this engine among others. */
  readonly nodeName?: string;
  readonly log: Log;
  readonly runtime: ServerInfo["runtime"];
  readonly version: string;
}

/** A running engine. */
export interface Engine {
  /** `http://127.0.0.1:8001` */
  readonly url: string;
  /** `ws://127.0.0.1:8001/ws/brocker/` */
  readonly broker: string;
  /** `http://127.0.0.1:8001/api/v1` */
  readonly admin: string;
  readonly adminKey: string;
  readonly host: string;
  readonly port: number;
  /** A new one-time link that logs a browser in. */
  loginLink(): string;
  /** Speaks to realtime clients by who they are. */
  readonly audience: Audience;
  /**
   * M13: publishes as the operator exactly these bytes, of a text its UTF-8; answers how many connections they were queued for.
   * @throws Refused for a topic that is none, and for more than `maxFrameBytes`
   */
  publish(topic: string, payload: string | Uint8Array): number;
  /** M13: calls back with each accepted message on a topic that the filter matches. Returns a function that ends it. @throws RangeError for a filter that is none */
  onMessage(filter: string, listener: MessageListener): () => void;
  /** Speaks the console contract on a port whose other end is trusted. */
  openPort(port: MessagePortLike): void;
  info(): ServerInfo;
  /** Y4: a backup in a new folder inside `within`, an absolute path. @throws Refused with a sentence for a person */
  backUp(within: string): Promise<Backup>;
  /** Calls back when an operator stops or starts the broker (Y1). */
  onServing(listener: (isServing: boolean) => void): void;
  /** R10; resolves when everything is closed. Harmless twice. */
  stop(): Promise<void>;
}

/** A bus through Redis for `EngineConfig.bus`: `redis://`, `rediss://` or the path of a Unix socket; `prefix` stands before all of its keys. */
export async function redisBus(address: string, prefix = "signalbox"): Promise<Bus> {
  // Read only where it is asked for: an engine alone loads nothing of it (N10).
  const { RedisBus, redisClient } = await import("./adapters/redis-bus.ts");
  return new RedisBus({ prefix, client: () => redisClient(address) });
}

/** Opens the store, starts the core and listens. @throws StartError with nothing left open */
export async function openEngine(config: EngineConfig): Promise<Engine> {
  // The modules of the HTTP server are half of all: they are read while the history's thread starts.
  const [parts, { HttpServer }] = await Promise.all([openParts(config), import("./adapters/http-server.ts")]);
  const wired = wireEngine({
    ...parts,
    bus: config.bus ?? parts.bus,
    nodeName: config.nodeName,
    hooks: config.hooks,
    protocols: config.protocols,
  });
  const { core } = wired;
  const { clock, log } = core;
  const keySource = sourceOf(config.adminKey);
  let adminKey = keySource?.key ?? newAdminKey();
  const startedAt = new Date(clock.now()).toISOString();
  const seals = new SealCheck(core);

  const info = (): ServerInfo => ({
    version: config.version,
    startedAt,
    runtime: config.runtime,
    addresses: server.addresses(),
    admin: server.adminUrl,
    tls: config.tls !== undefined,
    dataFolder: config.dataFolder,
    secrets: parts.guard,
    secretsTrouble: seals.trouble,
    adminKey: keySource?.from ?? "run",
    layer: core.bus.kind === "redis" ? "redis" : "memory",
    dialects: [...wired.dialects],
    serving: wired.service.isOpen,
    history: {
      storedIn: parts.history === null ? "memory" : "file",
      trouble: wired.historyTrouble() ?? parts.historyTrouble,
    },
  });
  const clientChance = parts.chance.fork("clients");
  const desk = new Desk(core, {
    info,
    clients: {
      sockets: new WsClients({ certificate: config.tls?.cert, openMs: LIMITS.sandboxOpenMs, faults: core.faults }),
      random: () => clientChance.next(),
      origin: () => new URL(server.brokerUrl).origin,
    },
    sampleHouse: sampleWorkspace,
    loginLink: (origin) => server.loginLink(origin),
    replaceAdminKey(window) {
      const next = newAdminKey();
      keepKey(keySource, next);
      adminKey = next;
      server.replaceAdminKey(next);
      consoleSockets.closeOthers(window);
      log.info({}, "the admin key was replaced");
      return next;
    },
    applySettings: (settings) => wired.applySettings(settings),
    stopServing: () => wired.service.stop(),
    startServing: () => wired.service.start(),
  });
  const router = consoleRouter(desk);
  const rest = new RestDoor(router);
  const rejections = new HttpRejections(core);
  const socketDoor = new SocketDoor(router);
  const portDoor = new PortDoor(router);
  const consoleSockets = new ConsoleSocketServer({
    clock,
    open: (socket) => {
      socketDoor.open(socket).catch((error) => log.error({ error }, "a console socket failed"));
    },
  });
  const listener = new WsListener({
    accept: wired.accept,
    faults: core.faults,
    maxFrameBytes: () => core.policy.current.settings.maxFrameBytes,
    clock,
  });
  const server = new HttpServer({
    host: config.host,
    port: config.port,
    allowedHosts: config.allowedHosts,
    trustedProxies: config.trustedProxies,
    tls: config.tls,
    adminKey,
    consoleFolder: config.consoleFolder,
    clock,
    log,
    faults: core.faults,
    api: {
      handle: (request, reply, actor, origin) => rest.handle(request, reply, actor, origin),
      messageBytes: () => core.policy.current.settings.maxFrameBytes,
      document: async () =>
        (await import("./console/endpoints/openapi-document.ts")).openApiDocument(config.version, "/api/v1"),
    },
    rest: [...wired.rest(pubSubEdits(desk)), new ChatDoor(desk)],
    onBrokerUpgrade: (request, socket, head, peer) => listener.handleUpgrade(request, socket, head, peer),
    onConsoleUpgrade: (request, socket, head, login) => consoleSockets.handleUpgrade(request, socket, head, login),
    onLoggedOut: (login) => consoleSockets.closeLogin(login),
    delay: new AuthDelay(clock, () => core.policy.current.settings.authFailureDelay),
    tokenDelay: core.admission.authDelay,
    onRejected: (rejection) => rejections.add(rejection),
    endedLogins: config.dataFolder === null ? undefined : endedLoginsFile(config.dataFolder, log),
  });

  let stopping: Promise<void> | null = null;
  /** In reverse of the start. Clients first: they are told, and get the time to go, before their sockets are ended. */
  async function close(): Promise<void> {
    desk.close();
    rejections.close();
    listener.close();
    consoleSockets.close();
    await wired.stop();
    await server.close();
  }
  try {
    const isSample = await fillAtStart(desk, config);
    await wired.start();
    desk.start();
    await server.start();
    if (isSample) await desk.edits.run((corridor) => startHouse(desk, corridor, sampleWorkspace(), actorOf(config)));
  } catch (error) {
    await close();
    throw asStartError(error);
  }
  tellOfSeals(desk, seals);
  log.info({ url: server.url }, "listening");

  return {
    url: server.url,
    broker: server.brokerUrl,
    admin: server.adminUrl,
    get adminKey() {
      return adminKey;
    },
    host: canonicalHost(config.host),
    port: server.port,
    loginLink: () => server.loginLink(),
    audience: core.audience,
    publish: (topic, payload) => publishBytes(core, topic, payload),
    onMessage: (filter, listener) => wired.observers.add(filter, listener),
    openPort: (port) => portDoor.open(port),
    info,
    backUp: (within) => desk.backups.backUp(within),
    onServing: (listener) => void desk.announcer.listen({ serverChanged: () => listener(wired.service.isOpen) }),
    stop() {
      stopping ??= close();
      return stopping;
    },
  };
}

/** 256 random bits, as for token secrets. */
const ADMIN_KEY_BYTES = 32;

function newAdminKey(): string {
  return randomBytes(ADMIN_KEY_BYTES).toString("base64url");
}

function sourceOf(given: EngineConfig["adminKey"]): AdminKeySource | undefined {
  if (typeof given !== "string") return given;
  return { from: "given", key: given, where: "by the program that runs this broker; change it there" };
}

/** @throws Refused when the key is not ours to replace (E16), or its file cannot be written: the old one stays */
function keepKey(source: AdminKeySource | undefined, key: string): void {
  if (source?.from === "given") throw conflict(`The admin key is set ${source.where}`, {});
  try {
    source?.keep(key);
  } catch (error) {
    throw conflict(`The new key cannot be kept (${error instanceof Error ? error.message : String(error)})`, {});
  }
}

/** Says that secrets cannot be shown, and tells windows when that is another. */
function tellOfSeals({ core, announcer }: Desk, seals: SealCheck): void {
  let told = seals.trouble;
  if (told === null) return;
  core.log.warn({ tokens: seals.unreadable.length }, told);
  announcer.listen({
    policyReplaced() {
      if (told === seals.trouble) return;
      told = seals.trouble;
      announcer.serverChanged();
    },
  });
}

const actorOf = (config: EngineConfig): Actor => config.actorOfStart ?? "broker";

/** The workspace that the start asks for, as edits like any other. True: it is the sample, for the first time. */
async function fillAtStart(desk: Desk, config: EngineConfig): Promise<boolean> {
  const actor = actorOf(config);
  const isSample = config.workspace === undefined && config.sample === true && desk.core.policy.current.revision === 0;
  await desk.edits.run((corridor) => {
    if (config.workspace !== undefined) importGivenWorkspace(corridor, config.workspace, actor);
    else if (isSample) importWorkspace(corridor, sampleWorkspace(), actor);
    if (config.anonymous !== undefined) updateSettings(corridor, { anonymous: [...config.anonymous] }, actor);
  });
  return isSample;
}

function asStartError(error: unknown): unknown {
  if (error instanceof BusError) {
    return new StartError("bad-config", `The other nodes cannot be reached: ${error.message}`, { cause: error });
  }
  if (error instanceof ListenError) return new StartError(error.kind, error.message, { cause: error });
  if (error instanceof Refused) {
    return new StartError("bad-config", `The workspace cannot be imported: ${error.message}`, { cause: error });
  }
  return error;
}
