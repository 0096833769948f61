/** Owns the question before a change of a room that closes somebody: whom, asked when the dialog opens. */
import { useEffect, useState } from "react";
import type { RoomPreview } from "../../../../broker/contract/rooms.ts";
import { refusalOf } from "../../console/refusal.ts";

export interface Closing {
  readonly preview: RoomPreview | null;
  readonly problem: string | null;
}

const ASKING: Closing = { preview: null, problem: null };

/** `key` names the question: another one is asked anew. */
export function useClosing(key: string, ask: () => Promise<RoomPreview>): Closing {
  const [closing, setClosing] = useState<Closing>(ASKING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question
  useEffect(() => {
    let isCurrent = true;
    setClosing(ASKING);
    ask().then(
      (preview) => isCurrent && setClosing({ preview, problem: null }),
      (error) => isCurrent && setClosing({ preview: null, problem: refusalOf(error).message }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return closing;
}
