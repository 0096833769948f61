/** Owns catching one chord of keys, wherever the focus is, before the console takes it for a command. */
import { useEffect, useRef } from "react";
import { chordOf } from "../../../../broker/contract/chords.ts";

export type ChordCatcherOptions = {
  isCatching: boolean;
  isMac: boolean;
  /** Undefined: no keys at all (Backspace). */
  onChord: (chord: string | undefined) => void;
  onLeave: () => void;
};

/** Tab stays the way out for a keyboard: it leaves, and so does a press of the pointer. */
export function useChordCatcher(options: ChordCatcherOptions): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { isCatching } = options;
  useEffect(() => {
    if (!isCatching) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const { isMac, onChord, onLeave } = latest.current;
      const chord = chordOf(event, isMac);
      if (chord === undefined) return;
      if (chord === "Tab" || chord === "Shift+Tab") return onLeave();
      event.preventDefault();
      event.stopPropagation();
      if (chord === "Escape") onLeave();
      else onChord(chord === "Backspace" ? undefined : chord);
    };
    const onPointerDown = () => latest.current.onLeave();
    document.addEventListener("keydown", onKeyDown, true);
    document.addEventListener("pointerdown", onPointerDown, true);
    return () => {
      document.removeEventListener("keydown", onKeyDown, true);
      document.removeEventListener("pointerdown", onPointerDown, true);
    };
  }, [isCatching]);
}
