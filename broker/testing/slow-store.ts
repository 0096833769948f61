/** Owns a store in memory whose chat messages wait for a disk that a test holds. */
import { MemoryChatStore } from "../adapters/memory-store/memory-chat-store.ts";
import { MemoryStore } from "../adapters/memory-store.ts";
import type { AddedMessages, ChatStore, StoredRoomMessage, StoredRoomMessageDraft } from "../ports/chat-store.ts";
import { StoreError } from "../ports/store.ts";

interface Settling {
  readonly drafts: readonly StoredRoomMessageDraft[];
  readonly keep: number;
  settled(error: StoreError | null): void;
}

/** `new SlowStore()`: messages settle in the next turn, or when a test says so. */
export class SlowStore extends MemoryStore {
  override readonly chat = new SlowChatStore(() => void this.load());
}

export class SlowChatStore extends MemoryChatStore {
  /** True: messages settle by `land` or `fail` alone. */
  isHeld = false;
  /** How many messages were added together, call by call. */
  readonly batches: number[] = [];
  /** Waits that held the caller up. */
  waits = 0;
  #settling: Settling | null = null;
  #lastId = 0;

  override addMessages(...[drafts, keep, settled]: Parameters<ChatStore["addMessages"]>): AddedMessages {
    if (this.#settling !== null) throw new Error("messages were added before those before them had settled");
    this.#assertRooms(drafts);
    if (drafts.length === 0) return { messages: [], isDurable: true };
    this.batches.push(drafts.length);
    this.#settling = { drafts, keep, settled };
    if (!this.isHeld) setImmediate(() => this.land());
    const messages = drafts.map((draft, index) => ({ ...structuredClone(draft), id: this.#lastId + index + 1 }));
    return { messages, isDurable: false };
  }

  override addMessagesNow(drafts: readonly StoredRoomMessageDraft[], keep: number): readonly StoredRoomMessage[] {
    this.#assertRooms(drafts);
    this.waits++;
    this.#keepSettling();
    return this.#keep(drafts, keep);
  }

  /** The disk has what was added. */
  land(): void {
    this.#keepSettling()?.settled(null);
  }

  /** The disk refuses what was added. */
  fail(error: StoreError): void {
    const settling = this.#settling;
    this.#settling = null;
    settling?.settled(error);
  }

  #keepSettling(): Settling | null {
    const settling = this.#settling;
    this.#settling = null;
    if (settling !== null) this.#keep(settling.drafts, settling.keep);
    return settling;
  }

  #assertRooms(drafts: readonly StoredRoomMessageDraft[]): void {
    const names = new Set(this.loadRooms().map(({ name }) => name));
    if (drafts.some(({ room }) => !names.has(room))) throw new StoreError("failed", "the room is missing");
  }

  #keep(drafts: readonly StoredRoomMessageDraft[], keep: number): readonly StoredRoomMessage[] {
    const stored = super.addMessagesNow(drafts, keep);
    this.#lastId = stored.at(-1)?.id ?? this.#lastId;
    return stored;
  }
}
