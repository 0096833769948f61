/** Owns what a dialog shows while it fades out: the last thing that was asked, so that it does not empty before it is gone. */
import { useRef } from "react";

/** `value`, or the last that was not null. */
export function useLast<T>(value: T | null): T | null {
  const last = useRef<T | null>(null);
  if (value !== null) last.current = value;
  return value ?? last.current;
}
