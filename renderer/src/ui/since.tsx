/** Owns a time that is told relative, with the absolute one on hover. */
import { formatAge, formatMoment } from "./format.ts";

export function Since({ at, now }: { at: string | null; now: number }) {
  if (at === null) return <span title="Not seen yet">–</span>;
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {formatAge(now - Date.parse(at))}
    </time>
  );
}
