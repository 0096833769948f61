/** Owns what a publisher asks on topics whose messages somebody keeps before they are sent (H7). */
import type { RefusalCode } from "../contract/codes.ts";
import type { MessageDraft } from "./message.ts";

export interface TopicKeeper {
  /** Asked once a topic: may it ever keep messages of it? */
  isFor(topic: string): boolean;
  /**
   * Keeps the message, and answers it as it is to be sent; or why it may not be sent. `tokenId` is null for the operator.
   * @throws StoreError when it could not be kept
   */
  keep(draft: MessageDraft, tokenId: string | null): MessageDraft | RefusalCode;
  /** What a message that was kept takes along to other nodes, and what it is made of there (N25); null for one that was not. */
  keptText(payload: MessageDraft["payload"]): string | null;
  payloadOf(kept: string): MessageDraft["payload"];
}
