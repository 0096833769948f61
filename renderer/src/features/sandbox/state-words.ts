/** Owns the state of a client in one line, for rows and for cards that are far away. */
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { formatMs } from "../../ui/format.ts";

export function stateWords(state: SandboxClient["state"]): string {
  switch (state.kind) {
    case "off":
      return "Off";
    case "online":
      return "Online";
    case "connecting":
      return state.attempt === 1 ? "Connecting" : `Connecting, attempt ${state.attempt}`;
    case "waiting":
      return `Waiting for attempt ${state.attempt}`;
    case "closed": {
      const ms = state.close.commitToGoneMs ?? state.close.commitToCloseMs;
      return `Closed ${state.close.code}${ms === null ? "" : ` in ${formatMs(ms)} ms`}`;
    }
  }
}
