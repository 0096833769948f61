/** Owns starting the sample house: its clients connected, its sensors sending; without a policy it is imported first. */
import type { Actor } from "../contract/console.ts";
import type { LibraryFileDocument } from "../contract/library.ts";
import type { SandboxClient } from "../contract/sandbox.ts";
import type { Workspace } from "../contract/workspace.ts";
import { readOutgoing } from "../sandbox/outgoing.ts";
import type { Desk } from "./desk.ts";
import { putDocument } from "./library.ts";
import { conflict } from "./refused.ts";
import { addClient, connectClient, listClients } from "./sandbox.ts";
import { importWorkspace } from "./workspace-file.ts";

type FileClient = Extract<LibraryFileDocument, { kind: "sandboxClient" }>;
type FileMessage = Extract<LibraryFileDocument, { kind: "savedMessage" }>;

/** Pause between sends of each saved message of the house, by its place: a steady murmur, not a storm. */
const PAUSES = [400, 900, 2_100, 5_300] as const;

/**
 * Clients of the house that are there already are used as they are; others are added for the tokens of their names.
 * @throws Refused CONFLICT when there is a policy without those tokens
 */
export function startHouse(desk: Desk, house: Workspace, actor: Actor): SandboxClient[] {
  const { rooms } = desk;
  const isEmpty = rooms.policy.current.tokens.size === 0;
  if (isEmpty) importWorkspace(desk, house, actor);
  const documents = house.library ?? [];
  const wanted = documents.filter((each): each is FileClient => each.kind === "sandboxClient");
  const clients = wanted.map((each) => houseClient(desk, each));
  const messages = documents.filter((each): each is FileMessage => each.kind === "savedMessage");
  if (!isEmpty) keepMessages(desk, messages);
  for (const { id, state } of clients) if (state.kind !== "online") connectClient(desk, id);
  // Whoever holds the token of the sensors sends: the last client of the house.
  const sensors = clients.at(-1);
  if (sensors !== undefined) sendWhenOnline(desk, sensors.id, messages);
  return listClients(desk);
}

function houseClient(desk: Desk, wanted: FileClient): SandboxClient {
  const tokenId = tokenNamed(desk, wanted.token);
  const known = listClients(desk).find(({ name, tokenId: held }) => name === wanted.name && held === tokenId);
  if (known !== undefined) return known;
  const { name, dialect, filters } = wanted;
  return addClient(desk, { name, dialect, filters, tokenId });
}

function tokenNamed({ rooms }: Desk, name: string | null): string {
  for (const token of rooms.policy.current.tokens.values()) if (token.name === name) return token.id;
  throw conflict(`The house needs a token named ${name ?? ""}; this workspace has none. Import the sample workspace`, {
    token: name,
  });
}

function keepMessages({ rooms }: Desk, messages: readonly FileMessage[]): void {
  const known = new Set(rooms.library.ofKind("savedMessage").map(({ folder, name }) => `${folder}/${name}`));
  for (const { id: _, ...message } of messages) {
    if (!known.has(`${message.folder}/${message.name}`)) putDocument(rooms, message);
  }
}

function sendWhenOnline({ sandbox }: Desk, id: string, messages: readonly FileMessage[]): void {
  const client = sandbox.get(id);
  if (client === undefined) return;
  for (const [index, message] of messages.entries()) {
    const outgoing = readOutgoing(message);
    const everyMs = PAUSES[index % PAUSES.length] ?? PAUSES[0];
    // A repeat holds while its client is not online yet.
    if (outgoing.ok) client.repeat({ topic: message.topic, everyMs, jitterMs: everyMs / 2, count: null }, outgoing);
  }
}
