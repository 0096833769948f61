/** Owns which section of the settings is at the top of the view. */
import { type RefObject, useEffect, useState } from "react";
import type { IndexSection } from "../../stores/setting-index.ts";

/** Pixels from the top within which a section's head counts as reached. */
const REACH_PX = 80;

export function useShownSection(
  scroller: RefObject<HTMLElement | null>,
  sections: readonly IndexSection[],
): string | undefined {
  const [shown, setShown] = useState<string>();
  const ids = sections.map(({ id }) => id).join(" ");
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const look = () => {
      const top = box.getBoundingClientRect().top + REACH_PX;
      const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 2 && box.scrollTop > 0;
      const known = ids.split(" ");
      const reached = known.filter((id) => {
        const section = document.getElementById(`settings-${id}`);
        return section !== null && section.getBoundingClientRect().top <= top;
      });
      setShown(isAtEnd ? known.at(-1) : (reached.at(-1) ?? known[0]));
    };
    look();
    box.addEventListener("scroll", look, { passive: true });
    return () => box.removeEventListener("scroll", look);
  }, [scroller, ids]);
  return shown;
}
