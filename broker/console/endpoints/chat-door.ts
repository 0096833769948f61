/** Owns the door of chat's own clients over HTTP: `/api/rooms/…`, for the operator with the admin key and for a subject with its token (H10). */
import type { RestAnswer, RestInterface, RestRequest } from "../../ports/rest.ts";
import type { Credentials } from "../../sessions/admission-steps.ts";
import { type Attempt, attemptOf } from "../../sessions/attempt.ts";
import { readSecret } from "../../sessions/credentials.ts";
import { listRoomMessages, postMessage } from "../chat/chat-messages.ts";
import * as chat from "../chat/chat-rooms.ts";
import { roomDetail, roomView } from "../chat/chat-views.ts";
import type { Desk } from "../desk.ts";
import type { EditInTurn } from "../edits/edit-queue.ts";
import { badField, notAllowed, notFound, Refused } from "../refused.ts";
import { type ChatCaller, countMessage, findCaller } from "./chat-door-caller.ts";
import { jsonFields, memberFrom, ofSubject, userNamed } from "./chat-door-input.ts";
import { problemBody, toProblem } from "./problem.ts";

export interface ChatRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Read as those of a handshake (C2, C3). */
  readonly credentials: Credentials;
  readonly hasKey: boolean;
  readonly attempt: Attempt;
}

/** A request of somebody who was let in. */
interface Asked extends ChatRequest {
  readonly body: string;
}

interface ChatAnswer {
  readonly status: number;
  readonly body: unknown;
}

export class ChatDoor implements RestInterface {
  readonly at = "/api/rooms";
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** A refusal is `{error, code, field?}` with its status. */
  async handle(raw: RestRequest): Promise<RestAnswer> {
    const { status, body } = await this.#handle(raw);
    const headers = HEADERS.get(status);
    return { status, json: JSON.stringify(body), ...(headers === undefined ? {} : { headers }) };
  }

  async #handle(raw: RestRequest): Promise<ChatAnswer> {
    const { core } = this.#desk;
    const request: ChatRequest = {
      method: raw.method === "HEAD" ? "GET" : raw.method,
      path: raw.path,
      query: new URLSearchParams(raw.query),
      credentials: readSecret(raw),
      hasKey: raw.hasKey,
      attempt: attemptOf(raw, "chat"),
    };
    let caller: ChatCaller;
    try {
      caller = findCaller(core, request);
    } catch (error) {
      return this.#problem(error);
    }
    const body = await raw.readBody();
    try {
      return await this.#answer({ ...request, body }, caller);
    } catch (error) {
      return this.#problem(error);
    }
  }

  #problem(error: unknown): ChatAnswer {
    const problem = toProblem(error, ["rooms", "http"], this.#desk.core.log);
    const { message, ...rest } = problemBody(problem);
    const isBody = rest.field === "body" && error instanceof Refused;
    const errors = isBody ? { errors: { body: [error.message.replace(/^body: /, "")] } } : {};
    return { status: problem.status, body: { error: message, ...rest, ...errors } };
  }

  #answer(request: Asked, caller: ChatCaller): Promise<ChatAnswer> {
    const [name, what, who, ...more] = segments(request.path);
    if (more.length > 0) throw unknownPath(request);
    if (name === undefined) return this.#allRooms(request, caller);
    if (name === "direct" && what !== undefined && who === undefined && request.method === "POST") {
      return this.#direct(request, caller, what);
    }
    const room = chat.findRoom(this.#desk.core, name);
    if (caller.subject !== null && !room.welcomes(caller.subject)) throw notAllowed(`You are not a member of ${name}`);
    switch (what) {
      case undefined:
        return this.#oneRoom(request, caller, name);
      case "messages":
        return this.#messages(request, caller, name, who);
      case "members":
        return this.#members(request, caller, name, who);
      default:
        throw unknownPath(request);
    }
  }

  /** A subject sees the rooms that it may enter. */
  async #allRooms(request: Asked, caller: ChatCaller): Promise<ChatAnswer> {
    const { core } = this.#desk;
    if (request.method === "GET") {
      const { subject } = caller;
      const seen = [...core.chat.all()].filter((room) => subject === null || room.welcomes(subject));
      return { status: 200, body: { rooms: seen.map((room) => roomView(core, room)) } };
    }
    if (request.method !== "POST") throw unknownPath(request);
    assertOperator(caller);
    const fields = jsonFields(request.body);
    const isPrivate = fields.is_private ?? fields.private;
    const kind = fields.kind ?? (isPrivate === true ? "private" : "public");
    if (kind !== "public" && kind !== "private") throw badField("kind", "is `public` or `private`");
    if (typeof fields.name !== "string") throw badField("name", "is missing or no text");
    const named = fields.members ?? [];
    if (!Array.isArray(named)) throw badField("members", "is a list");
    const members = named.map((member) => memberFrom(core, member));
    const draft = { name: fields.name, kind, members } as const;
    return { status: 201, body: await this.#edit((corridor) => chat.createRoom(corridor, draft, "chat")) };
  }

  async #oneRoom(request: Asked, caller: ChatCaller, name: string): Promise<ChatAnswer> {
    const { core } = this.#desk;
    if (request.method === "GET") return { status: 200, body: roomDetail(core, chat.findRoom(core, name)) };
    if (request.method !== "DELETE") throw unknownPath(request);
    assertOperator(caller);
    return { status: 200, body: await this.#edit((corridor) => chat.deleteRoom(corridor, name, "chat")) };
  }

  /** The operator says whose room it is with `as`. */
  async #direct(request: Asked, caller: ChatCaller, username: string): Promise<ChatAnswer> {
    const { core } = this.#desk;
    const one = caller.subject ?? ofSubject(core, jsonFields(request.body).as, "as");
    const actor = caller.subject === null ? "chat" : null;
    const other = userNamed(core, username, one.userType);
    const room = await this.#edit((corridor) => chat.directRoom(corridor, [one, other], actor));
    return { status: room.created ? 201 : 200, body: room };
  }

  async #messages(request: Asked, caller: ChatCaller, name: string, extra: string | undefined): Promise<ChatAnswer> {
    const { core } = this.#desk;
    if (extra !== undefined) throw unknownPath(request);
    if (request.method === "GET") {
      const limit = request.query.get("limit");
      const size = limit === null ? undefined : Number(limit);
      if (size !== undefined && !(Number.isInteger(size) && size >= 1 && size <= 100)) {
        throw badField("limit", "is a whole number from 1 to 100");
      }
      const cursor = request.query.get("before") ?? undefined;
      const { items, nextCursor = null } = listRoomMessages(core, name, { limit: size, cursor });
      return { status: 200, body: { room: name, messages: items, next: nextCursor } };
    }
    if (request.method !== "POST") throw unknownPath(request);
    countMessage(core, caller, request);
    const fields = jsonFields(request.body);
    const as = caller.subject ?? (fields.as === undefined ? null : ofSubject(core, fields.as, "as"));
    const { body, created_at: createdAt } = fields;
    if (createdAt !== undefined && caller.subject !== null) {
      throw badField("created_at", "is for the admin key; a message of yours has the time at which it is posted");
    }
    return { status: 201, body: await postMessage(core, name, body, as, createdAt) };
  }

  async #members(request: Asked, caller: ChatCaller, name: string, who: string | undefined): Promise<ChatAnswer> {
    const { core } = this.#desk;
    if (request.method === "GET" && who === undefined) {
      return { status: 200, body: { room: name, members: roomDetail(core, chat.findRoom(core, name)).people } };
    }
    assertOperator(caller);
    if (request.method === "POST" && who === undefined) {
      const member = memberFrom(core, jsonFields(request.body));
      return { status: 201, body: await this.#edit((corridor) => chat.addMember(corridor, name, member, "chat")) };
    }
    if (request.method !== "DELETE" || who === undefined) throw unknownPath(request);
    const removed = await this.#edit((corridor) => {
      const people = roomDetail(core, chat.findRoom(core, name)).people.map(({ subject }) => subject);
      return chat.removeMember(corridor, name, userNamed(core, who, null, people), "chat");
    });
    return { status: 200, body: removed };
  }

  #edit<T>(run: EditInTurn<T>): Promise<T> {
    return this.#desk.edits.run(run);
  }
}

/** What goes with a status. */
const HEADERS: ReadonlyMap<number, Readonly<Record<string, string>>> = new Map([
  [401, { "www-authenticate": 'Bearer realm="signalbox"' }],
  [429, { "retry-after": "1" }],
]);

function assertOperator({ subject }: ChatCaller): void {
  if (subject !== null) throw notAllowed("This needs the admin key");
}

function unknownPath({ method, path }: ChatRequest): Refused {
  return notFound("route", `${method} /api/rooms${path}`);
}

/** The path's parts, decoded; a slash at its end means nothing. */
function segments(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  try {
    return parts.map(decodeURIComponent);
  } catch {
    throw badField("path", "is not percent-encoded UTF-8");
  }
}
