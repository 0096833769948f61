/** Owns how journals tell a moment: by this machine's clock with the whole moment on hover, or in full as ISO 8601. */
import { createContext, useContext } from "react";
import { formatClock, formatMoment } from "./format.ts";

export const TimesContext = createContext<"relative" | "iso">("relative");

export type ClockProps = { at: string | number; digits?: "seconds" | "milliseconds"; className?: string | undefined };

export function Clock({ at, digits = "seconds", className }: ClockProps) {
  const times = useContext(TimesContext);
  const iso = new Date(at).toISOString();
  return (
    <time
      dateTime={iso}
      className={className}
      title={times === "iso" ? formatClock(at, "milliseconds") : formatMoment(at)}
    >
      {times === "iso" ? iso : formatClock(at, digits)}
    </time>
  );
}
