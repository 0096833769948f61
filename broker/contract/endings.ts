/** Owns what is remembered of connections that are gone: how each ended, and who was kicked. */
import { z } from "zod";
import { ClosedInfo, ConnectionView, Subject } from "./nouns.ts";
import { base, id, list, page } from "./procedure.ts";

const time = z.iso.datetime({ offset: true });

/** A connection that ended, as it was at its end. */
export const EndedSession = ConnectionView.pick({
  id: true,
  tokenId: true,
  tokenName: true,
  subject: true,
  dialect: true,
  address: true,
  userAgent: true,
  filters: true,
  messagesIn: true,
  messagesOut: true,
  bytesIn: true,
  bytesOut: true,
  dropped: true,
  refused: true,
  connectedAt: true,
}).extend({ closed: ClosedInfo });
export type EndedSession = z.infer<typeof EndedSession>;

/** One connection that an operator closed (R9). */
export const Kick = z.object({
  id,
  at: time,
  connectionId: id,
  tokenId: id,
  tokenName: z.string().nullable(),
  subject: Subject.nullable(),
  address: z.string(),
  code: z.int(),
  reason: z.string(),
  /** "console", "http" or "cli". */
  actor: z.string(),
  /** Until when the token stays out; null when it was not barred. */
  barredUntil: time.nullable(),
});
export type Kick = z.infer<typeof Kick>;

export const endingProcedures = {
  /** Connections that ended, newest first: of one token, from one host, or by one cause. */
  endings: base
    .route({ method: "GET", path: "/endings", tags: ["journals"] })
    .input(
      z.object({
        ...page,
        tokenId: id.optional(),
        /** The host, or host and port. */
        address: z.string().optional(),
        by: ClosedInfo.shape.by.optional(),
      }),
    )
    .output(list(EndedSession)),
  kicks: base
    .route({ method: "GET", path: "/kicks", tags: ["journals"] })
    .input(z.object(page))
    .output(list(Kick)),
};
