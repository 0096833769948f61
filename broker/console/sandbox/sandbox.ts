/** Owns the procedures of the sandbox: simulated clients added, moved and listened to; refusals name the field. */
import { ANONYMOUS_ID } from "../../access/anonymous.ts";
import { explain } from "../../access/explain.ts";
import type { SandboxClientDocument } from "../../contract/library.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { SandboxClient, SandboxJudgement, SandboxMessage, SandboxOutgoing } from "../../contract/sandbox.ts";
import { matches } from "../../contract/topics.ts";
import type { Client } from "../../sandbox/client.ts";
import { type Outgoing, readOutgoing, type Sendable } from "../../sandbox/outgoing.ts";
import type { RepeatPlan } from "../../sandbox/repeat.ts";
import type { Desk } from "../desk.ts";
import type { Corridor } from "../edits/apply-edit.ts";
import { type Page, type Paging, pageByKey } from "../lists/cursor.ts";
import { badField, conflict, notFound } from "../refused.ts";
import { deleteDocument, putDocument } from "../workspace/library.ts";
import { secretsUnreadable } from "../workspace/open-secrets.ts";

export type ClientDraft = Pick<SandboxClientDocument, "name" | "tokenId" | "dialect" | "filters" | "lastN">;

export function listClients({ sandbox }: Desk): SandboxClient[] {
  return sandbox.clients.map((client) => client.view());
}

/** @throws Refused with nothing changed */
export function addClient(
  desk: Desk,
  corridor: Corridor,
  draft: ClientDraft & { readonly order?: number | undefined },
): SandboxClient {
  const { clients } = desk.sandbox;
  if (clients.length >= LIMITS.sandboxClients) {
    throw conflict(`The sandbox holds ${LIMITS.sandboxClients} clients; remove one first`, {});
  }
  checkDialect(desk, draft.dialect);
  const order = draft.order ?? (clients.at(-1)?.definition.order ?? -1) + 1;
  const { id } = putDocument(corridor, { kind: "sandboxClient", ...draft, order });
  return clientOf(desk, id).view();
}

export function updateClient(
  desk: Desk,
  corridor: Corridor,
  id: string,
  patch: { readonly [K in keyof SandboxClientDocument]?: SandboxClientDocument[K] | undefined },
): SandboxClient {
  const { updatedAt: _, ...before } = clientOf(desk, id).definition;
  if (patch.dialect !== undefined) checkDialect(desk, patch.dialect);
  const named = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  putDocument(corridor, { ...before, ...named });
  return clientOf(desk, id).view();
}

/** Answers with the client as it was. */
export function removeClient(desk: Desk, corridor: Corridor, id: string): SandboxClient {
  const view = clientOf(desk, id).view();
  deleteDocument(corridor, id);
  return view;
}

/** @throws Refused CONFLICT when its token is no more, SECRET_UNREADABLE when its secret cannot be shown */
export function connectClient(desk: Desk, id: string): SandboxClient {
  const client = clientOf(desk, id);
  const problem = client.connect();
  if (problem === "token-missing") {
    throw conflict(`The token of ${client.definition.name} was deleted; choose another`, { clientId: id });
  }
  if (problem === "secret-unreadable") {
    const token = desk.core.policy.current.tokens.get(client.definition.tokenId ?? "");
    if (token !== undefined) throw secretsUnreadable([token]);
  }
  if (problem === "dialect-unknown") throw badField("dialect", unknownDialect(desk, client.definition.dialect));
  return client.view();
}

export function disconnectClient(desk: Desk, id: string): SandboxClient {
  const client = clientOf(desk, id);
  client.disconnect();
  return client.view();
}

/** Newest first, whole. */
export function listReceived(desk: Desk, { id, ...paging }: Paging & { readonly id: string }): Page<SandboxMessage> {
  return pageByKey(clientOf(desk, id).received.all(), ({ seq }) => [seq], paging, "descending");
}

/** What a send would be and reach; nothing is sent. @throws Refused where the send would be refused for its text */
export function judgeOutgoing(desk: Desk, draft: SandboxOutgoing): SandboxJudgement {
  const { core } = desk;
  const client = draft.clientId === null ? null : clientOf(desk, draft.clientId);
  const { topic, json } = fillOnce(desk, draft);
  const receiving = core.registry
    .all()
    .filter((session) => session !== client?.session && session.filters.some((filter) => matches(filter, topic)));
  const sessions = new Set(receiving);
  return {
    topic,
    payload: json,
    bytes: Buffer.byteLength(json),
    explanation: client === null ? null : explainPublish(desk, client, topic),
    receivers: receiving.length,
    receivingClients: desk.sandbox.clients
      .filter(({ session }) => session !== undefined && sessions.has(session))
      .map(({ id }) => id),
  };
}

/** Sends once, as the client or as the operator. @throws Refused when the text is wrong or the client is not online */
export function publishOutgoing(desk: Desk, draft: SandboxOutgoing) {
  const { topic, json } = fillOnce(desk, draft);
  if (draft.clientId === null) desk.core.publish(topic, json);
  else if (!clientOf(desk, draft.clientId).publish(topic, json)) throw notOnline(clientOf(desk, draft.clientId));
  return { topic, payload: json, bytes: Buffer.byteLength(json) };
}

/** @throws Refused when the text is wrong or the client is not online */
export function startRepeat(
  desk: Desk,
  draft: SandboxOutgoing & RepeatPlan & { readonly clientId: string },
): SandboxClient {
  const client = clientOf(desk, draft.clientId);
  if (draft.jitterMs > draft.everyMs) throw badField("jitterMs", `is more than the pause of ${draft.everyMs} ms`);
  const outgoing = understood(draft);
  fillOnce(desk, draft);
  if (client.state.kind !== "online") throw notOnline(client);
  if (client.repeatTopics.length >= LIMITS.sandboxRepeats && !client.repeatTopics.includes(draft.topic)) {
    throw conflict(`${client.definition.name} repeats ${LIMITS.sandboxRepeats} topics; stop one first`, {});
  }
  const { topic, everyMs, jitterMs, count } = draft;
  client.repeat({ topic, everyMs, jitterMs, count }, outgoing);
  return client.view();
}

export function stopRepeat(desk: Desk, clientId: string, topic: string | undefined): SandboxClient {
  const client = clientOf(desk, clientId);
  client.stopRepeat(topic);
  return client.view();
}

function clientOf({ sandbox }: Desk, id: string): Client {
  const client = sandbox.get(id);
  if (client === undefined) throw notFound("sandbox client", id);
  return client;
}

function explainPublish({ core }: Desk, { definition }: Client, topic: string) {
  const tokenId = definition.tokenId ?? ANONYMOUS_ID;
  return explain(core.policy.current, { tokenId, action: "publish", topic }, core.clock.now());
}

function understood(draft: SandboxOutgoing): Outgoing {
  const outgoing = readOutgoing(draft);
  if (!outgoing.ok) throw badField(outgoing.field, outgoing.message);
  return outgoing;
}

function fillOnce({ core, facts }: Desk, draft: SandboxOutgoing): Sendable {
  const filled = understood(draft).fill({ now: core.clock.now(), seq: 1, random: facts.clients.random });
  if (!filled.ok) throw badField(filled.field, filled.message);
  return filled;
}

function checkDialect(desk: Desk, dialect: string): void {
  if (!desk.sandbox.dialects.includes(dialect)) throw badField("dialect", unknownDialect(desk, dialect));
}

function unknownDialect({ sandbox }: Desk, dialect: string): string {
  return `simulated clients do not speak ${dialect}; allowed are ${sandbox.dialects.join(", ")}`;
}

function notOnline({ definition, state }: Client) {
  return conflict(`${definition.name} is ${state.kind}; connect it first`, { clientId: definition.id });
}
