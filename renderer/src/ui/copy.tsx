/** Owns how a part copies a text without knowing the host: the app says how, the part says what. */
import { createContext, useCallback, useContext, useEffect, useRef, useState } from "react";

/** How long "Copied" stays. */
const COPIED_MS = 1_500;

export const CopyContext = createContext<(text: string) => Promise<void>>((text) =>
  navigator.clipboard.writeText(text),
);

export type CopyState = "idle" | "copied" | "failed";

/** `[state, copy]`; `copy` takes the text or a way to fetch it (a secret that is not in the page yet). */
export function useCopy(): [CopyState, (text: string | (() => Promise<string>)) => Promise<void>] {
  const write = useContext(CopyContext);
  const [state, setState] = useState<CopyState>("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = useCallback(
    async (text: string | (() => Promise<string>)) => {
      clearTimeout(timer.current);
      try {
        await write(typeof text === "string" ? text : await text());
        setState("copied");
      } catch {
        // Said on the button itself: nothing else depends on it.
        setState("failed");
      }
      timer.current = setTimeout(() => setState("idle"), COPIED_MS);
    },
    [write],
  );
  return [state, copy];
}
