/** Owns what a button says that changes the policy: whom it closes; pure. */
import type { EditPreview } from "../../../broker/contract/edits.ts";
import { formatCount, formatPlural } from "./format.ts";

type Judged = Pick<EditPreview, "closed" | "kept">;

/** `Save: closes 3 of 41 connections`, `Save: closes nobody`; `verb` is what the button does. */
export function saveLabel(judged: Judged | null, verb = "Save"): string {
  if (judged === null) return verb;
  const { closed, kept } = judged;
  if (closed.length === 0) return `${verb}: closes nobody`;
  return `${verb}: closes ${formatCount(closed.length)} of ${formatPlural(kept + closed.length, "connection")}`;
}
