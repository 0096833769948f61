/** Owns the cell that says whom a connection speaks for, alone or as one of several of a subject. */
import { IconCornerDownRight } from "@tabler/icons-react";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import text from "../../ui/text.module.css";

/** `heads`: see `groupBySubject`; without it every row stands for itself. */
export type SubjectCellProps = { row: ConnectionView; heads: ReadonlyMap<string, number> | null };

export function SubjectCell({ row, heads }: SubjectCellProps) {
  const { subject, clientId } = row;
  const count = heads?.get(row.id);
  if (heads && count === undefined) {
    const name = subject?.username ?? subject?.userId ?? clientId ?? "–";
    return (
      <span
        className={text.third}
        title={`Another connection of ${subject?.username ?? subject?.userId ?? row.tokenName ?? row.tokenId}`}
      >
        <IconCornerDownRight {...ICON.micro} /> {name}
      </span>
    );
  }
  const times = count !== undefined && count > 1 ? `×${formatCount(count)}` : "";
  if (subject) {
    return (
      <span title={`${subject.userType}:${subject.userId}`}>
        <span className={text.strong}>{subject.username ?? subject.userId}</span>{" "}
        <span className={`${text.small} ${text.third}`}>
          {subject.userType} {times}
        </span>
      </span>
    );
  }
  // The client's own word, which nobody has checked.
  const named = clientId === undefined ? {} : { title: `It calls itself ${clientId} (client_id)` };
  return (
    <span className={clientId === undefined ? text.third : `${text.mono} ${text.second}`} {...named}>
      {clientId ?? "–"} <span className={`${text.small} ${text.third}`}>{times}</span>
    </span>
  );
}
