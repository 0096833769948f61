/** Owns how rows of one subject stand together; pure. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";

export interface SubjectGroups {
  readonly rows: readonly ConnectionView[];
  /** Connections of the subject, by the id of the first row of each group; other rows are not here. */
  readonly heads: ReadonlyMap<string, number>;
}

/** A token without a subject is a subject of its own. */
const keyOf = ({ subject, tokenId }: ConnectionView): string =>
  subject === null ? tokenId : `${subject.userType}:${subject.userId}`;

/** Groups in the order of their first rows, and rows within a group in the order given: the sort stays. */
export function groupBySubject(rows: readonly ConnectionView[]): SubjectGroups {
  const groups = Map.groupBy(rows, keyOf);
  const heads = new Map<string, number>();
  for (const [first, ...rest] of groups.values()) if (first) heads.set(first.id, rest.length + 1);
  return { rows: [...groups.values()].flat(), heads };
}
