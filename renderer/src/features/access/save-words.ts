/** Owns the words of saving: why a session is touched, and the verdict after; pure. */
import type { Edit, EditPreview, NarrowedSession, PredictedClose } from "../../../../broker/contract/edits.ts";
import type { RevocationView } from "../../../../broker/contract/live.ts";
import { matches } from "../../../../broker/contract/topics.ts";
import type { SavedVerdict } from "../../stores/pending.ts";
import { formatCount, formatMs } from "../../ui/format.ts";

export function becauseOf(close: Omit<PredictedClose, "connectionId">): string {
  if (close.code === 4002) return "its token is changed, disabled or deleted";
  if (close.code === 4004) return "its token's limit is lowered, and it is among the newest";
  if (close.filter === null) return close.reason;
  return close.after === "none" ? "its filter is no longer covered" : "its filter's right changes, strict enforcement";
}

/** Sessions of one token that stay and lose publishing, or one subscription, on one pattern, as one row. */
export interface Loses {
  readonly lost: NarrowedSession["lost"];
  readonly tokenId: string;
  readonly topicPattern: string;
  readonly connectionIds: readonly string[];
  /** Publishes of the last 5 minutes that would have been refused. */
  readonly refused: number;
}

export function losesRows(
  narrowed: readonly NarrowedSession[],
  wouldRefuse: EditPreview["wouldRefuse"],
): readonly Loses[] {
  const groups = Map.groupBy(narrowed, (row) => `${row.lost} ${row.tokenId} ${row.topicPattern}`);
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const { lost, tokenId, topicPattern } = first;
    const sample = wouldRefuse.sample.filter((row) => row.tokenId === tokenId && matches(topicPattern, row.topic));
    const refused = lost === "publish" ? sample.reduce((sum, row) => sum + row.count, 0) : 0;
    return [{ lost, tokenId, topicPattern, connectionIds: rows.map((row) => row.connectionId), refused }];
  });
}

export function unaffectedCount(preview: EditPreview): number {
  return preview.kept - new Set(preview.narrowed.map((row) => row.connectionId)).size;
}

/** `3 closed in 2.8 ms`; the slowest socket gone once that is measured, else the slowest close frame written. */
export function verdictWords(verdict: SavedVerdict, revocation: RevocationView | undefined): string {
  const { closed } = verdict.effect;
  if (closed.length === 0) return "Closed nobody";
  const gone = revocation?.goneMs?.max;
  const written = Math.max(...closed.map((row) => row.commitToCloseMs));
  return `${formatCount(closed.length)} closed in ${formatMs(gone ?? written)} ms`;
}

/** `phone-1, 2, 4, 5`: names that share a stem are told once. */
export function joinNames(names: readonly string[]): string {
  const [first] = names;
  if (first === undefined) return "";
  const stem = /^(.*?)(\d+)$/.exec(first)?.[1];
  if (!stem || !names.every((name) => name.startsWith(stem) && /^\d+$/.test(name.slice(stem.length)))) {
    return names.join(", ");
  }
  return [first, ...names.slice(1).map((name) => name.slice(stem.length))].join(", ");
}

/** An edit that is no cell, in words: "Enable Guest tablet", "New tag fw/+/update". */
export function editWords(edit: Edit, tokenName: (id: string) => string): string {
  switch (edit.kind) {
    case "token.update": {
      const { enabled, expiresAt, maxConnections } = edit.patch;
      const parts = [
        ...(enabled === undefined ? [] : [enabled ? "enable" : "disable"]),
        ...(expiresAt === null ? ["no expiry"] : []),
        ...(maxConnections === undefined ? [] : [maxConnections === 0 ? "no limit" : `limit ${maxConnections}`]),
      ];
      return `${tokenName(edit.id)}: ${parts.join(", ") || "change"}`;
    }
    case "tag.create":
      return `New tag ${edit.tag.pattern}`;
    default:
      return edit.kind.replace(".", " ");
  }
}
