/** Owns the wiring of the chat dialect. */
import type { Core, Protocol } from "../protocol.ts";
import { ChatDialect, type ChatDialectParts } from "./chat-dialect.ts";
import { chatDoorway } from "./chat-doorway.ts";

/** `parts`: who keeps what is said in rooms, and who says it; others say things there too. */
export function openChat(core: Core, parts: Pick<ChatDialectParts, "keeper" | "speaker">): Protocol {
  return { doorways: [chatDoorway(core.entrance, new ChatDialect({ ...core, ...parts }), core.chat)] };
}
