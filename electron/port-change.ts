/** Owns a wish for another port: kept for the next start if nobody has it, refused with the next free one if somebody does. */
import type { PortAnswer } from "./host-surface.ts";

export interface PortChange {
  /** Where this app's own broker listens now. */
  readonly serving: number;
  readonly isFree: (port: number) => Promise<boolean>;
  readonly nextFree: (port: number) => Promise<number | undefined>;
  /** @throws Error when it cannot be kept */
  readonly remember: (port: number) => void;
}

/** The broker itself never moves here: devices have the port in their settings, and clients are connected. */
export async function changePort(
  port: number,
  { serving, isFree, nextFree, remember }: PortChange,
): Promise<PortAnswer> {
  if (port !== serving && !(await isFree(port))) return { state: "busy", port, free: (await nextFree(port)) ?? null };
  remember(port);
  return { state: "kept", port };
}
