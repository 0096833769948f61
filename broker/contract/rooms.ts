/** Owns the chat rooms of the contract: their nouns, and the procedures of the operator path. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { ClosedSession, PredictedClose } from "./edits.ts";
import { LIMITS } from "./limits.ts";
import { Subject, SubjectDraft } from "./nouns.ts";
import { base, list, Page } from "./procedure.ts";

const time = z.iso.datetime({ offset: true });
const count = z.int().min(0);
const name = z
  .string()
  .min(1)
  .max(LIMITS.nameLength * 2);

/** `public` is open to every subject, `private` to its members, `direct` is the one private room of two. */
export const RoomKind = z.enum(["public", "private", "direct"]);
export type RoomKind = z.infer<typeof RoomKind>;

/** Who wrote a message: a subject, or the operator. */
export const RoomAuthor = z.object({
  /** The user id, a number where it is one; the token's id of a token without a subject; `system` for the operator. */
  id: z.union([z.string(), z.int()]),
  username: z.string(),
  /** Where its picture lies, if it told; null otherwise. */
  avatar: z.string().nullable(),
});
export type RoomAuthor = z.infer<typeof RoomAuthor>;

/** A message as the chat dialect sends it (H3). */
export const RoomMessage = z.object({
  /** Grows with every message of all rooms. */
  id: z.int(),
  body: z.string(),
  author: RoomAuthor,
  created_at: time,
});
export type RoomMessage = z.infer<typeof RoomMessage>;

export const Room = z.object({
  name: z.string(),
  kind: RoomKind,
  /** The engine's topic on which other dialects hear it. */
  topic: z.string(),
  createdAt: time,
  /** Subjects that were put in. */
  members: count,
  /** The two of a direct room. */
  between: z.array(Subject).nullable(),
  /** Subjects that are connected to it now. */
  online: count,
  connections: count,
  /** Messages kept of it. */
  messages: count,
  /** Messages since it was made or the broker began, whichever is later, and those kept before; it only grows. */
  posted: count,
  lastMessage: RoomMessage.nullable(),
});
export type Room = z.infer<typeof Room>;

/** A subject of a room: a member, or somebody who is connected to a public room. */
export const RoomMember = z.object({
  subject: Subject,
  isMember: z.boolean(),
  /** Its connections to this room. */
  connections: count,
});
export type RoomMember = z.infer<typeof RoomMember>;

export const RoomDetail = Room.extend({ people: z.array(RoomMember) });
export type RoomDetail = z.infer<typeof RoomDetail>;

/** Whom a change of a room would close (H5). */
export const RoomPreview = z.object({ closed: z.array(PredictedClose) });
export type RoomPreview = z.infer<typeof RoomPreview>;

/** Whom it closed, measured like an edit of the policy. */
const closing = { closed: z.array(ClosedSession), leaked: count };

/** The Rooms screen: rooms as they are now, and the end of the conversation that is open in it. */
export const RoomsSnapshot = z.object({
  type: z.literal("snapshot"),
  seq: z.int(),
  /** Those with the newest messages, when there are more than a window holds. */
  rooms: z.array(Room),
  total: count,
  /** The room that was asked for; null when it is not there. */
  open: z.object({ name: z.string(), people: z.array(RoomMember), messages: z.array(RoomMessage) }).nullable(),
});
export type RoomsSnapshot = z.infer<typeof RoomsSnapshot>;

export const RoomsPatch = z.object({
  type: z.literal("patch"),
  seq: z.int(),
  /** Rooms that are new or look different now. */
  rooms: z.array(Room),
  gone: z.array(z.string()),
  total: count,
  people: z.array(RoomMember).optional(),
  /** New messages of the open room, oldest first. */
  messages: z.array(RoomMessage),
});
export type RoomsPatch = z.infer<typeof RoomsPatch>;

export const RoomsEvent = z.discriminatedUnion("type", [RoomsSnapshot, RoomsPatch]);
export type RoomsEvent = z.infer<typeof RoomsEvent>;

const tags = ["rooms"];
const byName = z.object({ name });
const member = { name, userType: Subject.shape.userType, userId: Subject.shape.userId };

export const roomProcedures = {
  list: base.route({ method: "GET", path: "/rooms", tags }).input(Page).output(list(Room)),
  create: base
    .route({ method: "POST", path: "/rooms", successStatus: 201, tags })
    .input(
      z.strictObject({
        name,
        kind: z.enum(["public", "private"]).optional(),
        members: z.array(SubjectDraft).max(LIMITS.membersPerRoom).optional(),
      }),
    )
    .output(RoomDetail),
  get: base.route({ method: "GET", path: "/rooms/{name}", tags }).input(byName).output(RoomDetail),
  delete: base
    .route({ method: "DELETE", path: "/rooms/{name}", tags })
    .input(byName)
    .output(z.object({ name: z.string(), messages: count, ...closing })),
  previewDelete: base
    .route({ method: "POST", path: "/rooms/{name}/delete/preview", tags })
    .input(byName)
    .output(RoomPreview),
  /** Finds or creates the one private room of two subjects. */
  direct: base
    .route({ method: "POST", path: "/rooms/direct", tags })
    .input(z.strictObject({ between: z.tuple([SubjectDraft, SubjectDraft]) }))
    .output(RoomDetail.extend({ created: z.boolean() })),
  addMember: base
    .route({ method: "POST", path: "/rooms/{name}/members", successStatus: 201, tags })
    .input(z.object(member))
    .output(RoomDetail),
  removeMember: base
    .route({ method: "DELETE", path: "/rooms/{name}/members/{userType}/{userId}", tags })
    .input(z.object(member))
    .output(RoomDetail.extend(closing)),
  previewRemoveMember: base
    .route({ method: "POST", path: "/rooms/{name}/members/{userType}/{userId}/preview", tags })
    .input(z.object(member))
    .output(RoomPreview),
  /** Newest first; `cursor` is the `nextCursor` of the page before. */
  messages: base
    .route({ method: "GET", path: "/rooms/{name}/messages", tags })
    .input(
      z.object({
        name,
        cursor: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(LIMITS.pageMax).optional(),
      }),
    )
    .output(list(RoomMessage)),
  /** Says something as any subject, or as the operator; checked and sent like a frame. */
  post: base
    .route({ method: "POST", path: "/rooms/{name}/messages", successStatus: 201, tags })
    .input(
      z.strictObject({
        name,
        body: z.unknown(),
        as: SubjectDraft.nullable().optional(),
        /** The time at which it was said on another server; it is listed and sent with it, in the order in which it is posted. */
        createdAt: time.optional(),
      }),
    )
    .output(RoomMessage),
  watch: base
    .route({ method: "GET", path: "/rooms-live", tags: ["live"] })
    .input(z.object({ room: name.optional() }))
    .output(eventIterator(RoomsEvent)),
};
