/** Owns the notice after a change of a room: whom it closed, and how fast. */
import { notifications } from "@mantine/notifications";
import type { ClosedSession } from "../../../../broker/contract/edits.ts";
import { formatMs, formatPlural } from "../../ui/format.ts";

export function noticeClosed(title: string, closed: readonly ClosedSession[]): void {
  const slowest = Math.max(0, ...closed.map(({ commitToCloseMs }) => commitToCloseMs));
  const message =
    closed.length === 0
      ? "Nobody was connected."
      : `${formatPlural(closed.length, "connection")} closed with ${closed[0]?.code} in ${formatMs(slowest)} ms`;
  notifications.show({ title, message });
}
