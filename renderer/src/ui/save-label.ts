/** Owns what a button says that changes the policy: whom it closes; pure. */
import type { EditPreview } from "../../../broker/contract/edits.ts";
import { formatCount, formatPlural } from "./format.ts";

type Judged = Pick<EditPreview, "closed" | "kept"> & Partial<Pick<EditPreview, "narrowed" | "ended">>;

/** `Save: closes 3 of 41 connections`, `Save: closes nobody, 4 lose rights`; `verb` is what the button does. */
export function saveLabel(judged: Judged | null, verb = "Save"): string {
  if (judged === null) return verb;
  const { closed, kept, ended = [] } = judged;
  const losing = losingCount(judged);
  if (closed.length === 0 && ended.length > 0)
    return `${verb}: closes nobody, ends ${formatPlural(ended.length, "session that is away", "sessions that are away")}`;
  if (closed.length === 0 && losing > 0)
    return `${verb}: closes nobody, ${formatPlural(losing, "loses rights", "lose rights")}`;
  if (closed.length === 0) return `${verb}: closes nobody`;
  return `${verb}: closes ${formatCount(closed.length)} of ${formatPlural(kept + closed.length, "connection")}`;
}

/** Somebody is closed, or may do less: the button is no calm one. */
export function saveLook(judged: Judged | null): "danger" | "primary" {
  return judged !== null && (judged.closed.length + (judged.ended?.length ?? 0) > 0 || losingCount(judged) > 0)
    ? "danger"
    : "primary";
}

/** Connections that stay, and may publish or hear less. */
function losingCount({ narrowed = [] }: Judged): number {
  return new Set(narrowed.map(({ connectionId }) => connectionId)).size;
}
