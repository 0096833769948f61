/** Owns the procedures of the console contract: each one calls its use case, nothing more. */
import { implement } from "@orpc/server";
import { type ConsoleContext, contract } from "../contract/console.ts";
import { unsimulatedIn, type Workspace, weakSecretsWords } from "../contract/workspace.ts";
import { listRoomMessages, postMessage } from "./chat/chat-messages.ts";
import * as chat from "./chat/chat-rooms.ts";
import { roomDetail } from "./chat/chat-views.ts";
import type { Desk } from "./desk.ts";
import { type Applied, applyEdits } from "./edits/apply-edit.ts";
import { liftBar } from "./edits/bars.ts";
import type { EditInTurn } from "./edits/edit-queue.ts";
import { kick } from "./edits/kick.ts";
import { previewEdits } from "./edits/preview.ts";
import { previewRevert, revertAudit } from "./edits/revert.ts";
import { updateSettings } from "./edits/settings.ts";
import * as single from "./edits/single-edits.ts";
import { toProblem } from "./endpoints/problem.ts";
import { checkWholeText } from "./endpoints/whole-text.ts";
import { explainAccess } from "./lists/explain-access.ts";
import * as lists from "./lists/lists.ts";
import { topicPayload, trafficPayload } from "./payload-file.ts";
import { startHouse } from "./sandbox/sample-house.ts";
import * as sandbox from "./sandbox/sandbox.ts";
import { listOutcomes, tryRule } from "./speak/auto-replies.ts";
import { publishAsOperator } from "./speak/publish.ts";
import * as realtime from "./speak/realtime.ts";
import { numberFields, numberSeries } from "./topics/fields.ts";
import { topicMessages } from "./topics/messages.ts";
import { receiversOf } from "./topics/receivers.ts";
import * as topics from "./topics/registry.ts";
import { getTraffic, pageTraffic } from "./traffic/traffic.ts";
import { exportPart, exportTraffic } from "./traffic/traffic-export.ts";
import { usageView } from "./traffic/traffic-views.ts";
import { watchTraffic } from "./traffic/traffic-watch.ts";
import { deleteDocument, listDocuments, previewLibrary, putDocument } from "./workspace/library.ts";
import { storageInfo } from "./workspace/storage.ts";
import { exportWorkspace, importWorkspace, previewImport } from "./workspace/workspace-file.ts";

export type ConsoleRouter = ReturnType<typeof consoleRouter>;

/** The same procedures for every door; the door puts who calls into the context. */
export function consoleRouter(desk: Desk) {
  const { core } = desk;
  const { journals } = core;
  const edit = <T>(run: EditInTurn<T>) => desk.edits.run(run);
  const os = implement(contract)
    .$context<ConsoleContext>()
    .use(async ({ next, path }, input) => {
      try {
        checkWholeText(input);
        return await next();
      } catch (error) {
        throw toProblem(error, path, core.log);
      }
    });
  // Checking every event of every window again would cost more than making it: types and tests vouch for the stream.
  const unchecked = implement(contract, { initialOutputValidationIndex: Number.NaN }).$context<ConsoleContext>();

  return os.router({
    server: {
      stop: os.server.stop.handler(() => desk.stopServing()),
      start: os.server.start.handler(() => desk.startServing()),
      info: os.server.info.handler(() => desk.facts.info()),
      stats: os.server.stats.handler(() => desk.stats.current()),
      replaceAdminKey: os.server.replaceAdminKey.handler(({ context }) => ({
        adminKey: desk.facts.replaceAdminKey(context.window),
      })),
      ping: os.server.ping.handler(() => ({ at: new Date(core.clock.now()).toISOString() })),
      loginLink: os.server.loginLink.handler(({ context }) => ({ url: desk.facts.loginLink(context.origin) })),
    },
    tokens: {
      list: os.tokens.list.handler(({ input }) => lists.listTokens(desk, input)),
      create: os.tokens.create.handler(({ input, context }) =>
        edit((corridor) => single.createToken(corridor, input, context.actor)),
      ),
      get: os.tokens.get.handler(({ input }) => single.getToken(desk, input.id)),
      update: os.tokens.update.handler(({ input: { id, ...patch }, context }) =>
        edit((corridor) => single.updateToken(corridor, id, patch, context.actor)),
      ),
      delete: os.tokens.delete.handler(({ input, context }) =>
        edit((corridor) => single.deleteToken(corridor, input.id, context.actor)),
      ),
      rotate: os.tokens.rotate.handler(({ input, context }) =>
        edit((corridor) => single.rotateToken(corridor, input.id, input.secret, context.actor)),
      ),
      secret: os.tokens.secret.handler(({ input }) => ({ id: input.id, secret: single.revealSecret(core, input.id) })),
      liftBar: os.tokens.liftBar.handler(({ input }) => liftBar(desk, input.id)),
    },
    tags: {
      list: os.tags.list.handler(({ input }) => lists.listTags(core, input)),
      create: os.tags.create.handler(({ input, context }) =>
        edit((corridor) => single.createTag(corridor, input, context.actor)),
      ),
      get: os.tags.get.handler(({ input }) => single.getTag(core, input.id)),
      update: os.tags.update.handler(({ input: { id, ...patch }, context }) =>
        edit((corridor) => single.updateTag(corridor, id, patch, context.actor)),
      ),
      delete: os.tags.delete.handler(({ input, context }) =>
        edit((corridor) => single.deleteTag(corridor, input.id, context.actor)),
      ),
    },
    permissions: {
      list: os.permissions.list.handler(({ input }) => lists.listPermissions(core, input)),
      set: os.permissions.set.handler(({ input, context }) =>
        edit((corridor) => single.setPermission(corridor, input, context.actor)),
      ),
      delete: os.permissions.delete.handler(({ input, context }) =>
        edit((corridor) => single.deletePermission(corridor, input.id, context.actor)),
      ),
    },
    edits: {
      apply: os.edits.apply.handler(({ input, context }) =>
        edit((corridor) => effectOf(applyEdits(corridor, input.edits, context.actor))),
      ),
    },
    access: {
      explain: os.access.explain.handler(({ input }) => explainAccess(core, input)),
      preview: os.access.preview.handler(({ input: { edit } }) =>
        previewEdits(desk, Array.isArray(edit) ? edit : [edit]),
      ),
    },
    connections: {
      list: os.connections.list.handler(({ input }) => lists.listConnections(core, input)),
      get: os.connections.get.handler(({ input }) => lists.getConnection(core, input.id)),
      kick: os.connections.kick.handler(({ input: { id, ...options }, context }) => {
        lists.getConnection(core, id);
        return kick(core, [id], options, context.actor);
      }),
      kickMany: os.connections.kickMany.handler(({ input: { ids, ...options }, context }) =>
        kick(core, ids, options, context.actor),
      ),
    },
    doorlog: os.doorlog.handler(({ input }) => lists.listJournal(journals.doorlog, input)),
    refusals: os.refusals.handler(({ input }) => lists.listJournal(journals.refusals, input)),
    revocations: os.revocations.handler(({ input }) => lists.listJournal(journals.revocations, input)),
    autoReplies: {
      states: os.autoReplies.states.handler(() => ({ items: core.replies.states() })),
      outcomes: os.autoReplies.outcomes.handler(({ input }) => listOutcomes(core, input)),
      try: os.autoReplies.try.handler(({ input }) => tryRule(core, input)),
    },
    endings: os.endings.handler(({ input }) => lists.listEndings(core, input)),
    kicks: os.kicks.handler(({ input }) => lists.listJournal(journals.kicks, input)),
    audit: {
      list: os.audit.list.handler(({ input }) => lists.listAudit(core, input)),
      revert: os.audit.revert.handler(({ input, context }) =>
        edit((corridor) => revertAudit(corridor, input.id, context.actor)),
      ),
      previewRevert: os.audit.previewRevert.handler(({ input }) => previewRevert(desk, input.id)),
    },
    library: {
      list: os.library.list.handler(({ input }) => ({ items: listDocuments(core, input.kind) })),
      preview: os.library.preview.handler(({ input }) => previewLibrary(desk, input)),
      put: os.library.put.handler(({ input }) => edit((corridor) => putDocument(corridor, input))),
      delete: os.library.delete.handler(({ input }) => edit((corridor) => deleteDocument(corridor, input.id))),
    },
    sandbox: {
      list: os.sandbox.list.handler(() => ({ items: sandbox.listClients(desk) })),
      add: os.sandbox.add.handler(({ input }) => edit((corridor) => sandbox.addClient(desk, corridor, input))),
      update: os.sandbox.update.handler(({ input: { id, ...patch } }) =>
        edit((corridor) => sandbox.updateClient(desk, corridor, id, patch)),
      ),
      remove: os.sandbox.remove.handler(({ input }) =>
        edit((corridor) => sandbox.removeClient(desk, corridor, input.id)),
      ),
      connect: os.sandbox.connect.handler(({ input }) => sandbox.connectClient(desk, input.id)),
      disconnect: os.sandbox.disconnect.handler(({ input }) => sandbox.disconnectClient(desk, input.id)),
      judge: os.sandbox.judge.handler(({ input }) => sandbox.judgeOutgoing(desk, input)),
      publish: os.sandbox.publish.handler(({ input }) => sandbox.publishOutgoing(desk, input)),
      repeat: os.sandbox.repeat.handler(({ input }) => sandbox.startRepeat(desk, input)),
      stopRepeat: os.sandbox.stopRepeat.handler(({ input }) => sandbox.stopRepeat(desk, input.clientId, input.topic)),
      messages: os.sandbox.messages.handler(({ input }) => sandbox.listReceived(desk, input)),
      startHouse: os.sandbox.startHouse.handler(({ context }) =>
        edit((corridor) => ({ items: startHouse(desk, corridor, desk.facts.sampleHouse(), context.actor) })),
      ),
      watch: unchecked.sandbox.watch.handler(({ signal }) => desk.sandboxLive.watch(signal)),
    },
    messages: {
      publish: os.messages.publish.handler(({ input }) => publishAsOperator(core, input)),
      list: os.messages.list.handler(({ input }) => lists.listMessages(core, input)),
    },
    traffic: {
      watch: unchecked.traffic.watch.handler(({ input, signal }) => watchTraffic(core, input, signal)),
      page: os.traffic.page.handler(({ input }) => pageTraffic(core, input)),
      get: os.traffic.get.handler(({ input }) => getTraffic(core, input.id)),
      payload: os.traffic.payload.handler(({ input }) => trafficPayload(core, input.id)),
      export: os.traffic.export.handler(({ input }) => exportTraffic(core, input)),
      exportPart: os.traffic.exportPart.handler(({ input }) => exportPart(core, input)),
      usage: os.traffic.usage.handler(() => usageView(core.capture)),
      clear: os.traffic.clear.handler(() => {
        core.capture.clear();
        return usageView(core.capture);
      }),
    },
    topics: {
      list: os.topics.list.handler(({ input }) => topics.listTopics(core, input)),
      create: os.topics.create.handler(({ input, context }) => topics.createTopic(desk, input, context.actor)),
      get: os.topics.get.handler(({ input }) => topics.getTopic(core, input.name)),
      update: os.topics.update.handler(({ input: { name, ...description }, context }) =>
        topics.describeTopic(desk, name, description, context.actor),
      ),
      delete: os.topics.delete.handler(({ input, context }) => topics.deleteTopic(desk, input.name, context.actor)),
      messages: os.topics.messages.handler(({ input }) => topicMessages(core, input)),
      payload: os.topics.payload.handler(({ input }) => topicPayload(core, input)),
      receivers: os.topics.receivers.handler(({ input }) => receiversOf(core, input.name)),
      fields: os.topics.fields.handler(({ input }) => numberFields(core, input.name)),
      series: os.topics.series.handler(({ input }) => numberSeries(core, input)),
      watch: unchecked.topics.watch.handler(({ signal }) => desk.topics.watch(signal)),
    },
    realtime: {
      broadcast: os.realtime.broadcast.handler(({ input }) => realtime.broadcast(core, input)),
      publishTopic: os.realtime.publishTopic.handler(({ input }) => realtime.publishTopic(core, input)),
      sendToUser: os.realtime.sendToUser.handler(({ input }) => realtime.sendToUser(core, input)),
      sendEventToUser: os.realtime.sendEventToUser.handler(({ input }) => realtime.sendEventToUser(core, input)),
      sendEventToConnection: os.realtime.sendEventToConnection.handler(({ input }) =>
        realtime.sendEventToConnection(core, input),
      ),
      waitForEvent: os.realtime.waitForEvent.handler(({ input }) => realtime.waitForEvent(core, input)),
      sendToConnection: os.realtime.sendToConnection.handler(({ input }) => realtime.sendToConnection(core, input)),
      authCount: os.realtime.authCount.handler(({ input }) => realtime.authCount(core, input.userType)),
      onlineUsers: os.realtime.onlineUsers.handler(({ input }) => realtime.listOnlineUsers(core, input)),
      isOnline: os.realtime.isOnline.handler(({ input }) => realtime.isOnline(core, input)),
      userConnections: os.realtime.userConnections.handler(({ input }) => realtime.userConnections(core, input)),
      disconnectUser: os.realtime.disconnectUser.handler(({ input, context }) =>
        realtime.disconnectUser(core, input, context.actor),
      ),
      request: os.realtime.request.handler(({ input }) => realtime.requestUser(core, input)),
      connectionInfo: os.realtime.connectionInfo.handler(({ input }) => realtime.connectionInfo(core, input.id)),
      topicSubscribers: os.realtime.topicSubscribers.handler(({ input }) =>
        realtime.topicSubscribers(core, input.topic),
      ),
    },
    rooms: {
      list: os.rooms.list.handler(({ input }) => lists.listRooms(core, input)),
      create: os.rooms.create.handler(({ input, context }) =>
        edit((corridor) => chat.createRoom(corridor, input, context.actor)),
      ),
      get: os.rooms.get.handler(({ input }) => roomDetail(core, chat.findRoom(core, input.name))),
      delete: os.rooms.delete.handler(({ input, context }) =>
        edit((corridor) => chat.deleteRoom(corridor, input.name, context.actor)),
      ),
      previewDelete: os.rooms.previewDelete.handler(({ input }) => chat.previewDelete(desk, input.name)),
      direct: os.rooms.direct.handler(({ input, context }) =>
        edit((corridor) => chat.directRoom(corridor, input.between, context.actor)),
      ),
      addMember: os.rooms.addMember.handler(({ input: { name, ...subject }, context }) =>
        edit((corridor) => chat.addMember(corridor, name, subject, context.actor)),
      ),
      removeMember: os.rooms.removeMember.handler(({ input: { name, ...subject }, context }) =>
        edit((corridor) => chat.removeMember(corridor, name, subject, context.actor)),
      ),
      previewRemoveMember: os.rooms.previewRemoveMember.handler(({ input: { name, ...subject } }) =>
        chat.previewRemoveMember(desk, name, subject),
      ),
      messages: os.rooms.messages.handler(({ input: { name, ...paging } }) => listRoomMessages(core, name, paging)),
      post: os.rooms.post.handler(({ input }) =>
        postMessage(core, input.name, input.body, input.as ?? null, input.createdAt),
      ),
      watch: unchecked.rooms.watch.handler(({ input, signal }) => desk.chat.watch(input.room, signal)),
    },
    live: unchecked.live.handler(({ signal }) => desk.live.watch(signal)),
    settings: {
      get: os.settings.get.handler(() => core.policy.current.settings),
      update: os.settings.update.handler(({ input, context }) =>
        edit((corridor) => updateSettings(corridor, input, context.actor)),
      ),
    },
    storage: {
      info: os.storage.info.handler(() => storageInfo(core, desk.backups)),
      backUp: os.storage.backUp.handler(() => desk.backups.backUp()),
    },
    workspace: {
      // What is exported is made of rows, and its types vouch for it: checking each again would take as long as making it.
      export: unchecked.workspace.export.handler(async ({ input }) => {
        const file = exportWorkspace(desk, input.withSecrets ?? false);
        await nextTurn();
        return file;
      }),
      // Validating a large file takes long, and so does the rest: others get a turn between. From the plan to the close frames there is none.
      import: os.workspace.import.handler(async ({ input, context }) => {
        await nextTurn();
        const effect = await edit((corridor) => effectOf(importWorkspace(corridor, input, context.actor)));
        await nextTurn();
        return { ...effect, unsimulated: unsimulatedIn(input), warnings: warningsOf(input) };
      }),
      previewImport: os.workspace.previewImport.handler(async ({ input }) => {
        await nextTurn();
        const preview = previewImport(desk, input);
        await nextTurn();
        return { ...preview, unsimulated: unsimulatedIn(input), warnings: warningsOf(input) };
      }),
    },
  });
}

function effectOf({ effect, created }: Applied) {
  return { ...effect, created: [...created] };
}

/** Messages and other calls are served. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function warningsOf(file: Workspace): string[] {
  return [weakSecretsWords(file) ?? []].flat();
}
