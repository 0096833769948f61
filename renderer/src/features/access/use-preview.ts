/** Owns the preview of a dialog's own edits: who they would close, kept current while the person types. */
import { useEffect, useState } from "react";
import type { Edit, EditPreview } from "../../../../broker/contract/edits.ts";
import { type OperatorRefusal, refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";

const ASK_MS = 120;

export interface Preview {
  readonly answer: EditPreview | null;
  readonly refusal: OperatorRefusal | null;
  readonly isRunning: boolean;
}

const NOTHING: Preview = { answer: null, refusal: null, isRunning: false };

/** Judges `edits` (give `[]` while the form is not valid); answers nothing for nothing. */
export function usePreview(edits: readonly Edit[]): Preview {
  const client = useClient();
  const revision = useLive((data) => data.revision);
  const [preview, setPreview] = useState<Preview>(NOTHING);
  const question = JSON.stringify(edits);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question stands for the edits, the revision for the policy
  useEffect(() => {
    if (edits.length === 0) return setPreview(NOTHING);
    let isCurrent = true;
    setPreview((before) => ({ ...before, isRunning: true }));
    const timer = setTimeout(async () => {
      try {
        const answer = await client.access.preview({ edit: [...edits] });
        if (isCurrent) setPreview({ answer, refusal: null, isRunning: false });
      } catch (error) {
        if (isCurrent) setPreview({ answer: null, refusal: refusalOf(error), isRunning: false });
      }
    }, ASK_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, question, revision]);
  return preview;
}
