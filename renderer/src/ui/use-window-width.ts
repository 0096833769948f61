/** Owns the two widths under which the console takes another shape; the media queries of the style sheets say the same. */
import { useMediaQuery } from "@mantine/hooks";

/** `narrow`: panels lie over what they belong to. `slim`: the rail and the heads of screens lose their words as well. */
export type WindowWidth = "wide" | "narrow" | "slim";

export function useWindowWidth(): WindowWidth {
  const isNarrow = useMediaQuery("(max-width: 1179px)", false, { getInitialValueInEffect: false });
  const isSlim = useMediaQuery("(max-width: 959px)", false, { getInitialValueInEffect: false });
  if (isSlim) return "slim";
  return isNarrow ? "narrow" : "wide";
}
