/** Delivery along a route with readers apart: subscriptions with options, clients that are away, other nodes, shared groups (M20). */
import type { Faults } from "../ports/faults.ts";
import type { Route, RouteApart } from "../routing/router.ts";
import type { Matched } from "../routing/subscription.ts";
import type { Dialect } from "../sessions/dialect.ts";
import type { Frame } from "../sessions/frame.ts";
import { type ClientReader, isClient, type Reader, type SharedPick } from "../sessions/reader.ts";
import type { Session } from "../sessions/session.ts";
import type { Message } from "../topics/message.ts";
import type { Capture } from "../traffic/capture.ts";
import { encoded } from "./deliver.ts";

const NO_PICKS: readonly SharedPick[] = [];

/** M23: the member of each group whose turn it is: one that is connected and has room, else one that is away, else one that must wait. */
export function pickMembers({ groups }: RouteApart<Reader>, skipped: Session | null): readonly SharedPick[] {
  if (groups === null) return NO_PICKS;
  return groups.flatMap((group) => {
    const member =
      group.next((one) => one !== skipped && one.kind === "session" && one.hasRoom) ??
      group.next((one) => one.kind === "away") ??
      group.next((one) => one !== skipped);
    const matched = member === undefined ? undefined : group.matchedOf(member);
    return member === undefined || matched === undefined ? [] : { member, matched };
  });
}

interface Way {
  readonly picks: readonly SharedPick[];
  readonly from: Session | null;
  /** The publisher, where its dialect does not let it hear its own (M22). */
  readonly skipped: Session | null;
  /** The message's place in the capture, negative for none. */
  readonly row: number;
}

/** As `deliver`, which is for the other routes. Returns for how many readers it was queued, those of other nodes not among them. */
export function deliverApart(
  message: Message,
  route: Route<Reader>,
  { picks, from, skipped, row }: Way,
  capture: Pick<Capture, "unsaid" | "notItself">,
  faults: Faults,
): number {
  const { targets, apart } = route;
  const frames = new Map<Dialect, Frame | null>();
  const frameIn = (dialect: Dialect): Frame | null => {
    const known = frames.get(dialect);
    if (known !== undefined) return known;
    const frame = encoded(dialect, message, faults);
    frames.set(dialect, frame);
    if (frame === null) capture.unsaid(row, dialect.name);
    else if (row >= 0) frame.row = row;
    return frame;
  };
  const hand = (reader: Reader, matched: Matched | null): boolean => {
    try {
      if (!isClient(reader)) {
        reader.take(message, matched ?? []);
        return false;
      }
      return queue(reader, matched, message, row, frameIn);
    } catch (error) {
      // Z1: a reader that cannot be served costs nobody else the message.
      const context = isClient(reader) ? { connectionId: reader.id, dialect: reader.dialect.name } : {};
      faults.caught("delivery", error, context);
      return false;
    }
  };
  let delivered = 0;
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i] as Reader;
    if (target === skipped) continue;
    const matched = apart?.matched?.[i] ?? null;
    if (target === from && matched !== null && matched.every(({ options }) => options.noLocal === true)) {
      capture.notItself(row);
    } else if (hand(target, matched)) delivered++;
  }
  for (const { member, matched } of picks) if (hand(member, matched)) delivered++;
  return delivered;
}

/** False: nothing was queued. */
function queue(
  reader: ClientReader,
  matched: Matched | null,
  message: Message,
  row: number,
  frameIn: (dialect: Dialect) => Frame | null,
): boolean {
  if (matched !== null && reader.takes) return reader.take(message, matched, row < 0 ? undefined : row);
  const frame = reader.kind === "session" ? frameIn(reader.dialect) : null;
  if (frame === null || reader.kind !== "session") return false;
  reader.deliver(frame);
  return true;
}
