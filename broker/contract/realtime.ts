/** Owns the procedures that speak to clients by who they are: the reference's manager functions (Q9 to Q11). */
import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { ConnectionView, Subject } from "./nouns.ts";
import { base, byId, id, list, page } from "./procedure.ts";

const count = z.int().min(0);
const { userType, userId } = Subject.shape;
const bySubject = { userType, userId };

/** What is sent: any JSON value, or its text, so that long numbers keep their digits. */
const Content = { data: z.unknown().optional(), json: z.string().optional() };

/** Connections that it was queued for. */
const Sent = z.object({ connections: count });

/** A subject that is online. */
export const OnlineUser = z.object({
  ...bySubject,
  /** What people call it, where that is not its id. */
  username: Subject.shape.username,
  connections: z.int().min(1),
  /** When its first connection of now came. */
  since: z.iso.datetime(),
});
export type OnlineUser = z.infer<typeof OnlineUser>;

/** A connection and what its subject's clients stored about it. */
export const ConnectionInfo = ConnectionView.extend({
  /** Whom it acts as, also without a subject of its token (Q5); null in dialects without subjects. */
  actsAs: Subject.nullable(),
  /** Q7: JSON values by key. */
  meta: z.record(z.string(), z.unknown()),
  /** The text of that object, so that long numbers keep their digits. */
  metaJson: z.string(),
});
export type ConnectionInfo = z.infer<typeof ConnectionInfo>;

/** The first answer to a question, or none. */
export const UserAnswer = z.object({
  /** False: nobody answered in time, or the user was offline or went offline. */
  answered: z.boolean(),
  /** The answer's value, null without one. */
  answer: z.unknown(),
  /** Its text, so that long numbers keep their digits. */
  json: z.string().nullable(),
  ms: z.number().min(0),
});
export type UserAnswer = z.infer<typeof UserAnswer>;

/** The first message that a wait was for, or none. */
export const WaitedEvent = z.object({
  /** False: no such message came in time. */
  matched: z.boolean(),
  /** The message as the client sent it, null without one. */
  event: z.unknown(),
  /** Its text, so that long numbers keep their digits. */
  json: z.string().nullable(),
  ms: z.number().min(0),
});
export type WaitedEvent = z.infer<typeof WaitedEvent>;

/** Seconds. */
const timeout = z
  .number()
  .positive()
  .max(LIMITS.requestTimeoutMs / 1000)
  .optional();

const route = (method: "GET" | "POST", path: `/${string}`) =>
  base.route({ method, path: `/realtime${path}`, tags: ["realtime"] });

export const realtimeProcedures = {
  broadcast: route("POST", "/broadcast").input(z.strictObject(Content)).output(Sent),
  publishTopic: route("POST", "/publish")
    .input(z.strictObject({ topic: z.string(), ...Content }))
    .output(z.object({ topic: z.string(), delivered: count })),
  sendToUser: route("POST", "/users/{userType}/{userId}/send")
    .input(z.strictObject({ ...bySubject, ...Content }))
    .output(Sent),
  sendToConnection: route("POST", "/connections/{id}/send")
    .input(z.strictObject({ id, ...Content }))
    .output(Sent),
  /** Connections that have authenticated, and the users behind them. */
  authCount: route("GET", "/count")
    .input(z.object({ userType: userType.optional() }))
    .output(z.object({ connections: count, users: count })),
  /** Longest online first. */
  onlineUsers: route("GET", "/users")
    .input(z.object({ ...page, userType: userType.optional() }))
    .output(list(OnlineUser)),
  isOnline: route("GET", "/users/{userType}/{userId}")
    .input(z.object(bySubject))
    .output(z.object({ online: z.boolean(), connections: count })),
  userConnections: route("GET", "/users/{userType}/{userId}/connections")
    .input(z.object(bySubject))
    .output(z.object({ items: z.array(ConnectionView) })),
  /** Says so to each connection, then closes it with 4010. */
  disconnectUser: route("POST", "/users/{userType}/{userId}/disconnect")
    .input(z.strictObject({ ...bySubject, reason: z.string().max(LIMITS.closeReasonBytes).optional() }))
    .output(z.object({ closed: z.array(id) })),
  /** Asks every connection of the user; the first answer counts. `timeout` in seconds. */
  request: route("POST", "/users/{userType}/{userId}/request")
    .input(
      z.strictObject({
        ...bySubject,
        ...Content,
        timeout,
      }),
    )
    .output(UserAnswer),
  /** Sends the object as it is, not as the data of a message; it has a `type`. */
  sendEventToUser: route("POST", "/users/{userType}/{userId}/event")
    .input(z.strictObject({ ...bySubject, ...Content }))
    .output(Sent),
  sendEventToConnection: route("POST", "/connections/{id}/event")
    .input(z.strictObject({ id, ...Content }))
    .output(Sent),
  /** Waits for the next custom message of the user whose top level has these fields. The user need not be online. */
  waitForEvent: route("POST", "/users/{userType}/{userId}/wait")
    .input(z.strictObject({ ...bySubject, match: z.record(z.string(), z.unknown()), timeout }))
    .output(WaitedEvent),
  connectionInfo: route("GET", "/connections/{id}").input(byId).output(ConnectionInfo),
  /** Connections of whatever dialect that hear this topic. */
  topicSubscribers: route("GET", "/subscribers")
    .input(z.object({ topic: z.string() }))
    .output(z.object({ topic: z.string(), items: z.array(ConnectionView) })),
};
