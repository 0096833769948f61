/** Owns the words of a notice about closed connections; pure. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { connectionLabel } from "../../ui/connection-label.ts";

/** One sentence for one, a count for many; undefined for none. */
export function kickNotice(closed: readonly ConnectionView[]): { title: string; body: string } | undefined {
  const [first, ...others] = closed;
  if (!first) return undefined;
  const reason = `${first.closed?.code ?? ""} ${first.closed?.reason ?? ""}`.trim();
  if (others.length === 0) return { title: `${connectionLabel(first, first.id)} was closed`, body: reason };
  const names = [first, ...others]
    .slice(0, 3)
    .map((row) => connectionLabel(row, row.id))
    .join(", ");
  return {
    title: `${closed.length} connections were closed`,
    body: `${names}${closed.length > 3 ? " and others" : ""}: ${reason}`,
  };
}
