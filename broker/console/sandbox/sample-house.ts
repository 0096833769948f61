/** Owns starting the sample house: its clients connected, its sensors sending; without a policy it is imported first. */
import { explain } from "../../access/explain.ts";
import type { Actor } from "../../contract/console.ts";
import type { LibraryFileDocument } from "../../contract/library.ts";
import type { SandboxClient } from "../../contract/sandbox.ts";
import { matches } from "../../contract/topics.ts";
import type { Workspace } from "../../contract/workspace.ts";
import { readOutgoing } from "../../sandbox/outgoing.ts";
import type { Desk } from "../desk.ts";
import type { Corridor } from "../edits/apply-edit.ts";
import { conflict } from "../refused.ts";
import { putDocument } from "../workspace/library.ts";
import { importWorkspace } from "../workspace/workspace-file.ts";
import { addClient, connectClient, listClients } from "./sandbox.ts";

type FileClient = Extract<LibraryFileDocument, { kind: "sandboxClient" }>;
type FileMessage = Extract<LibraryFileDocument, { kind: "savedMessage" }>;

/** Pause between sends of each saved message of the house, by its place: a steady murmur, not a storm. */
const PAUSES = [400, 900, 2_100, 5_300] as const;

/**
 * Clients of the house that are there already are used as they are; others are added for the tokens of their names.
 * @throws Refused CONFLICT when there is a policy without those tokens
 */
export function startHouse(desk: Desk, corridor: Corridor, house: Workspace, actor: Actor): SandboxClient[] {
  const { core } = desk;
  const isEmpty = core.policy.current.tokens.size === 0;
  // Rooms of one's own, in which something may have been said, are not given up for the sample's.
  const { rooms: sampleRooms, ...withoutRooms } = house;
  const isNew = core.chat.size === 0 && sampleRooms !== undefined;
  if (isEmpty) importWorkspace(corridor, isNew ? house : withoutRooms, actor);
  const documents = house.library ?? [];
  const wanted = documents.filter((each): each is FileClient => each.kind === "sandboxClient");
  const clients = wanted.map((each) => houseClient(desk, corridor, each));
  const messages = documents.filter((each): each is FileMessage => each.kind === "savedMessage");
  if (!isEmpty) keepMessages(corridor, messages);
  for (const { id, state } of clients) if (state.kind !== "online") connectClient(desk, id);
  for (const [index, message] of messages.entries()) {
    const everyMs = PAUSES[index % PAUSES.length] ?? PAUSES[0];
    sendWhenOnline(desk, clients, message, everyMs);
  }
  return listClients(desk);
}

function houseClient(desk: Desk, corridor: Corridor, wanted: FileClient): SandboxClient {
  const tokenId = tokenNamed(desk, wanted.token);
  const known = listClients(desk).find(({ name, tokenId: held }) => name === wanted.name && held === tokenId);
  if (known !== undefined) return known;
  const { name, dialect, filters } = wanted;
  return addClient(desk, corridor, { name, dialect, filters, tokenId });
}

function tokenNamed({ core }: Desk, name: string | null): string {
  for (const token of core.policy.current.tokens.values()) if (token.name === name) return token.id;
  throw conflict(`The house needs a token named ${name ?? ""}; this workspace has none. Import the sample workspace`, {
    token: name,
  });
}

function keepMessages(corridor: Corridor, messages: readonly FileMessage[]): void {
  const known = new Set(corridor.core.library.ofKind("savedMessage").map(({ folder, name }) => `${folder}/${name}`));
  for (const { id: _, ...message } of messages) {
    if (!known.has(`${message.folder}/${message.name}`)) putDocument(corridor, message);
  }
}

/** As the first client that may send it and does not itself listen to it; a repeat holds while its client is not online yet. */
function sendWhenOnline(desk: Desk, clients: readonly SandboxClient[], message: FileMessage, everyMs: number): void {
  const outgoing = readOutgoing(message);
  if (!outgoing.ok) return;
  const { clock, policy } = desk.core;
  const example = outgoing.fill({ now: clock.now(), seq: 1, random: desk.facts.clients.random });
  if (!example.ok) return;
  const { topic } = example;
  const able = clients.filter(({ tokenId }) => {
    const question = { tokenId: tokenId ?? "", action: "publish" as const, topic };
    return explain(policy.current, question, clock.now()).allowed;
  });
  const sender = able.find(({ filters }) => !filters.some((filter) => matches(filter, topic))) ?? able[0];
  if (sender === undefined) return;
  desk.sandbox
    .get(sender.id)
    ?.repeat({ topic: message.topic, everyMs, jitterMs: Math.floor(everyMs / 2), count: null }, outgoing);
}
