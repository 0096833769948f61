/** Owns the palette's topics: a broker has too many to hold here, so it is asked for those that the query names. */
import { useEffect, useState } from "react";
import { useClient } from "../../stores/stores.tsx";

const LEAST_LETTERS = 2;
const SHOWN = 8;
/** Between two letters of somebody who types. */
const PAUSE_MS = 120;

/** Names of topics that hold `query`; none while it is short, or while the broker does not answer. */
export function useFoundTopics(query: string): readonly string[] {
  const client = useClient();
  const [found, setFound] = useState<readonly string[]>([]);
  const search = query.trim();
  useEffect(() => {
    if (search.length < LEAST_LETTERS) {
      setFound([]);
      return;
    }
    let isWanted = true;
    const timer = setTimeout(async () => {
      const names = await client.topics
        .list({ search, limit: SHOWN })
        .then(({ items }) => items.map(({ name }) => name))
        // The rest of the palette goes on; the bar above says that the link is lost.
        .catch(() => []);
      if (isWanted) setFound(names);
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [client, search]);
  return found;
}
