/** Preview of a change to one simulated client: which connections it would close, kept current while the person types. */
import { useEffect, useState } from "react";
import type { LibraryDraft, LibraryPreview } from "../../../../broker/contract/library.ts";
import { useClient } from "../../stores/stores.tsx";

const ASK_MS = 120;

export type LibraryQuestion = { readonly put: LibraryDraft } | { readonly delete: string };

/** null while it is asked, and for a change that the broker would refuse: saving says why. `question`: null asks nothing. */
export function useLibraryPreview(question: LibraryQuestion | null): LibraryPreview | null {
  const client = useClient();
  const [answer, setAnswer] = useState<{ readonly of: string; readonly preview: LibraryPreview | null } | null>(null);
  const asked = JSON.stringify(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the question
  useEffect(() => {
    if (question === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const preview = await client.library.preview(question).catch(() => null);
      if (isCurrent) setAnswer({ of: asked, preview });
    }, ASK_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, asked]);
  return answer?.of === asked ? answer.preview : null;
}
