/** Owns how much a pattern touches now: topics with messages, and connections whose filters it covers. */
import { useEffect, useMemo, useState } from "react";
import { covers, matches } from "../../../../broker/contract/topics.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { formatPlural } from "../../ui/format.ts";
import text from "../../ui/text.module.css";

/** One page of topics; with more, the count is a lower bound and says so. */
const TOPICS = 1000;

export function MatchesNow({ pattern }: { pattern: string }) {
  const connections = useLive((data) => data.connections);
  const topics = useTopicNames();
  const held = useMemo(() => {
    const live = [...connections.values()].filter((row) => row.closed === null);
    return live.filter((row) => row.filters.some((filter) => covers(pattern, filter))).length;
  }, [connections, pattern]);
  const known = topics?.names.filter((name) => matches(pattern, name)).length;
  return (
    <span className={text.second}>
      Now: {known !== undefined && `${topics?.isAll ? "" : "at least "}${formatPlural(known, "topic")} and `}
      {formatPlural(held, "connection")} with a filter inside it
    </span>
  );
}

function useTopicNames(): { readonly names: readonly string[]; readonly isAll: boolean } | null {
  const client = useClient();
  const [topics, setTopics] = useState<{ names: readonly string[]; isAll: boolean } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    client.topics.list({ limit: TOPICS }).then(
      ({ items, nextCursor }) =>
        isCurrent && setTopics({ names: items.map(({ name }) => name), isAll: nextCursor === undefined }),
      // Without the topics the connections alone are told.
      () => isCurrent && setTopics(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [client]);
  return topics;
}
