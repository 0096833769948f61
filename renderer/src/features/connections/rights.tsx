/** Owns the filters of a connection and why each is allowed, or why it closed it. */
import { IconCheck, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { ConnectionView, FilterRight } from "../../../../broker/contract/nouns.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Badge } from "../../ui/badge.tsx";
import { ICON } from "../../ui/icons.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import { revocationWords } from "./revocation-words.ts";
import styles from "./rights.module.css";

export function Rights({ connection }: { connection: ConnectionView }) {
  const { rights, failure } = useRights(connection);
  const { closed } = connection;
  const revocations = useLive((data) => data.revocations);
  const causeWords = closed && revocationWords(closed, connection, revocations);
  const byFilter = new Map(rights.map((right) => [right.filter, right]));
  return (
    <div className={panel.section}>
      <h3>Filters and why</h3>
      {failure !== null && rights.length === 0 && !closed && <p className={text.third}>{failure}</p>}
      <ul className={styles.list}>
        {connection.filters.map((filter) => {
          const isCause = closed?.by === "policy" && closed.reason.includes(filter);
          const right = byFilter.get(filter);
          return <FilterRow key={filter} filter={filter} right={right} isCause={isCause} causeWords={causeWords} />;
        })}
      </ul>
    </div>
  );
}

type FilterRowProps = { filter: string; right: FilterRight | undefined; isCause: boolean; causeWords: string | null };

function FilterRow({ filter, right, isCause, causeWords }: FilterRowProps) {
  const isBad = isCause || right?.allowed === false;
  const Glyph = isBad ? IconX : IconCheck;
  return (
    <li className={isBad ? styles.bad : ""}>
      <Glyph {...ICON.small} />
      <div>
        <span className={text.mono}>{filter}</span>
        {right && !isCause && (
          <p>
            {right.permission ? (
              <>
                {right.permission.access} on <span className={text.mono}>{right.permission.pattern}</span>
              </>
            ) : (
              right.reason
            )}
          </p>
        )}
        {isCause && <p>{causeWords ?? "revoked while it was connected"}</p>}
      </div>
      {isCause ? <Badge tone="bad">Closed it</Badge> : right?.permission && <Badge>{right.permission.access}</Badge>}
    </li>
  );
}

/** The rights as the policy has them now; the last known ones of a connection that is gone. */
function useRights(connection: ConnectionView) {
  const client = useClient();
  const revision = useLive((data) => data.revision);
  const [rights, setRights] = useState<readonly FilterRight[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const isOpen = connection.closed === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is a reason to ask again
  useEffect(() => {
    if (!isOpen) return;
    let isCurrent = true;
    client.connections.get({ id: connection.id }).then(
      (answer) => isCurrent && setRights(answer.rights),
      (error) => isCurrent && setFailure(refusalOf(error).message),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, connection.id, isOpen, revision]);
  return { rights, failure };
}
