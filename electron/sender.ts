/** Owns the one check of who sent an IPC message: only the top frame of our own page may. */
import type { WebFrameMain } from "electron";
import { isOwnUrl } from "./origin.ts";

export type SenderFrame = Pick<WebFrameMain, "url" | "parent">;
export type SenderCheck = (frame: SenderFrame | null) => boolean;

/** `frame` is null when it navigated away or is gone: then nobody is there to be trusted or answered. */
export function senderCheck(developmentUrl: string | undefined): SenderCheck {
  return (frame) => frame !== null && frame.parent === null && isOwnUrl(frame.url, developmentUrl);
}
