/** Owns the sandbox: simulated clients, what they hear and send, and the procedures that move them. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { Explanation } from "./edits.ts";
import { SandboxClientDocument } from "./library.ts";
import { LIMITS } from "./limits.ts";
import { base, byId, id, list, page } from "./procedure.ts";

const count = z.number().min(0);
const time = z.iso.datetime();
const ms = z.number();

/** A message as a client received it; `text` is cut in lists. */
export const SandboxMessage = z.object({
  /** Counts the messages of one client, from 1. */
  seq: z.int(),
  at: time,
  topic: z.string(),
  /** JSON text as it came, digits kept. */
  text: z.string(),
  bytes: count,
});
export type SandboxMessage = z.infer<typeof SandboxMessage>;

/** How a socket of a client ended, as the client saw it; the broker's own milliseconds where an edit ended it. */
export const SandboxClose = z.object({
  at: time,
  code: z.int(),
  reason: z.string(),
  by: z.enum(["client", "policy", "operator", "broker", "network"]),
  /** Revision of the edit that closed it. */
  revision: z.int().nullable(),
  /** Milliseconds from the commit of the edit that closed it to its close frame written, and to its socket gone. */
  commitToCloseMs: ms.nullable(),
  commitToGoneMs: ms.nullable(),
  framesDiscarded: count,
});
export type SandboxClose = z.infer<typeof SandboxClose>;

export const SandboxState = z.discriminatedUnion("kind", [
  /** Never connected, or taken off by a person. */
  z.object({ kind: z.literal("off") }),
  z.object({ kind: z.literal("connecting"), attempt: z.int() }),
  z.object({ kind: z.literal("online"), since: time, connectionId: id.nullable() }),
  z.object({ kind: z.literal("closed"), close: SandboxClose }),
  /** Closed by something that a retry may mend: the next attempt is at `retryAt`. */
  z.object({ kind: z.literal("waiting"), close: SandboxClose, attempt: z.int(), retryAt: time }),
]);
export type SandboxState = z.infer<typeof SandboxState>;

/** A running repeat; `error` ends it. */
export const SandboxRepeat = z.object({
  topic: z.string(),
  everyMs: z.int(),
  jitterMs: z.int(),
  /** null = until it is stopped. */
  count: z.int().nullable(),
  sent: count,
  /** Sends of the last second, as they really were. */
  perSec: count,
  isRunning: z.boolean(),
  /** Why it stopped by itself. */
  error: z.string().nullable(),
});
export type SandboxRepeat = z.infer<typeof SandboxRepeat>;

/** One simulated client as a window shows it. */
export const SandboxClient = z.object({
  ...SandboxClientDocument.omit({ kind: true, updatedAt: true }).shape,
  state: SandboxState,
  received: count,
  sent: count,
  refused: count,
  perSec: count,
  /** Messages a second of the last minute, oldest first. */
  series: z.array(count),
  /** Newest first. */
  last: z.array(SandboxMessage),
  /** What the broker said about a frame of ours that it refused. */
  refusal: z.object({ at: time, code: z.string(), message: z.string() }).nullable(),
  repeats: z.array(SandboxRepeat),
  /** Since the last edit of the policy: its revision, and the milliseconds from its commit to the next delivery to this client. */
  afterCommit: z.object({ revision: z.int(), deliveryMs: ms.nullable() }).nullable(),
});
export type SandboxClient = z.infer<typeof SandboxClient>;

/** Moving parts of one client, compact. */
export const SandboxTraffic = z.object({
  id,
  received: count,
  sent: count,
  refused: count,
  /** New since the patch before, newest first, at most as many as a window keeps. */
  fresh: z.array(SandboxMessage),
});

export type SandboxTraffic = z.infer<typeof SandboxTraffic>;

/** The state of one client, where nothing else of it is another. */
export const SandboxStanding = SandboxClient.pick({ id: true, state: true, afterCommit: true });
export type SandboxStanding = z.infer<typeof SandboxStanding>;

export const SandboxSnapshot = z.object({
  type: z.literal("snapshot"),
  seq: z.int(),
  clients: z.array(SandboxClient),
});
export type SandboxSnapshot = z.infer<typeof SandboxSnapshot>;

/** What changed since the event before; `seq` is that one's plus 1. */
export const SandboxPatch = z.object({
  type: z.literal("patch"),
  seq: z.int(),
  set: z.array(SandboxClient).optional(),
  /** Of clients that are not in `set`. */
  standing: z.array(SandboxStanding).optional(),
  remove: z.array(id).optional(),
  traffic: z.array(SandboxTraffic).optional(),
  /** Once a second: messages a second of every client that is online. */
  rates: z.array(z.tuple([id, count])).optional(),
});
export type SandboxPatch = z.infer<typeof SandboxPatch>;

export const SandboxEvent = z.discriminatedUnion("type", [SandboxSnapshot, SandboxPatch]);
export type SandboxEvent = z.infer<typeof SandboxEvent>;

const definition = SandboxClientDocument.pick({
  name: true,
  tokenId: true,
  dialect: true,
  filters: true,
  lastN: true,
  order: true,
});

/** Whose socket sends: a client, or null for the operator, who needs none. */
const sender = z.object({ clientId: id.nullable() });
const outgoing = {
  ...sender.shape,
  /** May hold placeholders, as the template does. */
  topic: z.string().max(LIMITS.topicBytes),
  template: z.string().max(LIMITS.libraryTextLength),
  format: z.enum(["json", "text"]),
};
export const SandboxOutgoing = z.object(outgoing);
export type SandboxOutgoing = z.infer<typeof SandboxOutgoing>;

/** What a send would be, and what would come of it. */
export const SandboxJudgement = z.object({
  /** Expanded once, as an example. */
  topic: z.string(),
  payload: z.string(),
  bytes: count,
  /** null for the operator, who may publish everywhere. */
  explanation: Explanation.nullable(),
  /** Live connections that would receive it, and the simulated clients among them. */
  receivers: count,
  receivingClients: z.array(id),
});
export type SandboxJudgement = z.infer<typeof SandboxJudgement>;

/** Clients of the sample house (B11), as `resources/sample-workspace.signalbox.json` names them. */
export const SAMPLE_CLIENTS = ["Hall dashboard", "Kitchen dashboard", "Phone 1", "Phone 2", "Hall node"] as const;

/** In the router as `sandbox`. */
export const sandboxProcedures = {
  list: base.route({ method: "GET", path: "/sandbox/clients", tags: ["sandbox"] }).output(list(SandboxClient)),
  /** Kept in the library; off until it is connected. */
  add: base
    .route({ method: "POST", path: "/sandbox/clients", successStatus: 201, tags: ["sandbox"] })
    .input(definition.extend({ order: definition.shape.order.optional() }).strict())
    .output(SandboxClient),
  /** Another token, dialect or filter lets an open socket connect anew. */
  update: base
    .route({ method: "PATCH", path: "/sandbox/clients/{id}", tags: ["sandbox"] })
    .input(definition.partial().strict().extend({ id }))
    .output(SandboxClient),
  remove: base
    .route({ method: "DELETE", path: "/sandbox/clients/{id}", tags: ["sandbox"] })
    .input(byId)
    .output(SandboxClient),
  /** Opens a socket, now, whatever the last close said. */
  connect: base
    .route({ method: "POST", path: "/sandbox/clients/{id}/connect", tags: ["sandbox"] })
    .input(byId)
    .output(SandboxClient),
  disconnect: base
    .route({ method: "POST", path: "/sandbox/clients/{id}/disconnect", tags: ["sandbox"] })
    .input(byId)
    .output(SandboxClient),
  /** What a send would be and reach, without sending it. A template or topic that is wrong is refused with its place. */
  judge: base
    .route({ method: "POST", path: "/sandbox/judge", tags: ["sandbox"] })
    .input(SandboxOutgoing)
    .output(SandboxJudgement),
  publish: base
    .route({ method: "POST", path: "/sandbox/publish", tags: ["sandbox"] })
    .input(SandboxOutgoing)
    .output(z.object({ topic: z.string(), payload: z.string(), bytes: count })),
  /** Publishes every so many milliseconds, in this process; a client has one repeat a topic, which this replaces. */
  repeat: base
    .route({ method: "POST", path: "/sandbox/repeat", tags: ["sandbox"] })
    .input(
      z.object({
        ...outgoing,
        clientId: id,
        everyMs: z.int().min(LIMITS.repeatMinMs).max(LIMITS.repeatMaxMs),
        /** Up to so much is added to or taken from each pause. */
        jitterMs: z.int().min(0).max(LIMITS.repeatMaxMs).default(0),
        count: z.int().min(1).max(LIMITS.repeatMaxCount).nullable().default(null),
      }),
    )
    .output(SandboxClient),
  /** Of one topic, or all of the client. */
  stopRepeat: base
    .route({ method: "POST", path: "/sandbox/stop-repeat", tags: ["sandbox"] })
    .input(z.object({ clientId: id, topic: z.string().optional() }))
    .output(SandboxClient),
  /** Newest first, whole. */
  messages: base
    .route({ method: "GET", path: "/sandbox/clients/{id}/messages", tags: ["sandbox"] })
    .input(z.object({ id, ...page }))
    .output(list(SandboxMessage)),
  /** The clients of the sample house, connected and sending; without a policy the house is imported first. */
  startHouse: base
    .route({ method: "POST", path: "/sandbox/sample-house", tags: ["sandbox"] })
    .output(list(SandboxClient)),
  watch: base.route({ method: "GET", path: "/sandbox/watch", tags: ["sandbox"] }).output(eventIterator(SandboxEvent)),
};
