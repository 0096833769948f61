/** Owns whom one may write as or add: subjects of tokens, and people of the open room. */
import { useMemo } from "react";
import { useLive, useRooms } from "../../stores/stores.tsx";
import { subjectText } from "./subjects.ts";

/** `user:alice`, each once, in the order of the alphabet. */
export function useKnownSubjects(): readonly string[] {
  const tokens = useLive((data) => data.tokens);
  const people = useRooms((state) => state.mirror?.open?.people);
  return useMemo(() => {
    const names = new Set<string>();
    for (const { subject } of tokens.values()) if (subject !== null) names.add(subjectText(subject));
    for (const { subject } of people ?? []) names.add(subjectText(subject));
    return [...names].sort((a, b) => a.localeCompare(b));
  }, [tokens, people]);
}
