/** Owns catching one chord of keys on a focused element, before the console takes it for a command. */
import type { KeyboardEvent } from "react";
import { chordOf } from "../../../../broker/contract/chords.ts";

export type ChordCatcherOptions = {
  isMac: boolean;
  /** Undefined: no keys at all (Backspace). */
  onChord: (chord: string | undefined) => void;
  onLeave: () => void;
};

/** Tab stays the way out for a keyboard: it is never taken. */
export function useChordCatcher({ isMac, onChord, onLeave }: ChordCatcherOptions) {
  return {
    onBlur: onLeave,
    onKeyDown: (event: KeyboardEvent) => {
      const chord = chordOf(event.nativeEvent, isMac);
      if (chord === undefined || chord === "Tab" || chord === "Shift+Tab") return;
      event.preventDefault();
      event.stopPropagation();
      if (chord === "Escape") onLeave();
      else onChord(chord === "Backspace" ? undefined : chord);
    },
  };
}
