/** Owns one call to the broker from a dialog: under way, refused with the field that it hurts, or done. */
import { useState } from "react";
import { type OperatorRefusal, refusalOf } from "../../console/refusal.ts";

export interface Action {
  readonly isRunning: boolean;
  readonly refusal: OperatorRefusal | null;
  /** Resolves when it is done; `whenDone` is not called after a refusal. */
  run<T>(call: () => Promise<T>, whenDone: (answer: T) => void): Promise<void>;
  forget(): void;
}

export function useAction(): Action {
  const [isRunning, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<OperatorRefusal | null>(null);
  return {
    isRunning,
    refusal,
    forget: () => setRefusal(null),
    run: async (call, whenDone) => {
      setRunning(true);
      setRefusal(null);
      try {
        whenDone(await call());
      } catch (error) {
        setRefusal(refusalOf(error));
      } finally {
        setRunning(false);
      }
    },
  };
}
