/** Owns chat messages on their way to the disk: those that come while it is waited for go there together, and all are handed on in order (H3). */
import { LIMITS } from "../contract/limits.ts";
import { UNGUARDED } from "../faults/unguarded.ts";
import type { ChatStore, StoredRoomMessage, StoredRoomMessageDraft } from "../ports/chat-store.ts";
import type { Faults } from "../ports/faults.ts";
import { StoreError } from "../ports/store.ts";

/** A message, and who hears what became of it. */
export interface Post {
  readonly draft: StoredRoomMessageDraft;
  /** It is durable, and may be sent. */
  kept(message: StoredRoomMessage): void;
  /** Nothing of it is stored. */
  refused(error: StoreError): void;
}

/** Posts that were written together, each with its message. */
type Batch = readonly { readonly post: Post; readonly message: StoredRoomMessage }[];

/**
 * One batch settles at a time, the next gathers meanwhile: a message waits for the disk at most twice and the event loop never, and the more
 * is said, the more share a wait. With a store that is durable at once each is handed on within its call.
 */
export class Posts {
  readonly #store: ChatStore;
  #gathered: Post[] = [];
  #settling: Batch | null = null;
  /** Durable, and yet to be handed on: by whoever comes first, since handing on may lead to another message. */
  readonly #durable: Batch[number][] = [];

  readonly #faults: Faults;

  constructor(store: ChatStore, faults: Faults = UNGUARDED) {
    this.#store = store;
    this.#faults = faults;
  }

  add(post: Post): void {
    this.#gathered.push(post);
    if (this.#settling === null) this.#write();
    else if (this.#gathered.length >= LIMITS.chatMessagesGathered) this.drain();
  }

  /** Durable when it returns; what was added before has been handed on by then. The loop waits. @throws StoreError with nothing of it stored */
  addNow(draft: StoredRoomMessageDraft): StoredRoomMessage {
    const message = this.#writeNow([draft]).at(-1);
    if (message === undefined) throw new StoreError("failed", "the store kept no message");
    return message;
  }

  /** When it returns, everything that was added is handed on or refused. The loop waits, if anything does. */
  drain(): void {
    if (this.#settling === null) return;
    try {
      this.#writeNow([]);
    } catch (error) {
      // Who gathered has been told, and what was settling goes on.
      if (!(error instanceof StoreError)) throw error;
    }
  }

  #write(): void {
    const posts = this.#takeGathered();
    try {
      const added = this.#store.addMessages(draftsOf(posts), LIMITS.messagesPerRoom, (error) => this.#settled(error));
      const batch = batchOf(posts, added.messages);
      if (added.isDurable) this.#durable.push(...batch);
      else this.#settling = batch;
    } catch (error) {
      this.#refuse(posts, error);
    }
    this.#handOn();
  }

  #settled(error: StoreError | null): void {
    const batch = this.#settling ?? [];
    this.#settling = null;
    if (error === null) this.#durable.push(...batch);
    else for (const { post } of batch) this.#tell(() => post.refused(error));
    // To the disk first, which is slower than we are.
    if (this.#gathered.length > 0) this.#write();
    else this.#handOn();
  }

  /** Answers the messages that were stored, `own` last. @throws StoreError */
  #writeNow(own: readonly StoredRoomMessageDraft[]): readonly StoredRoomMessage[] {
    const posts = this.#takeGathered();
    let messages: readonly StoredRoomMessage[];
    try {
      messages = this.#store.addMessagesNow([...draftsOf(posts), ...own], LIMITS.messagesPerRoom);
    } catch (error) {
      this.#refuse(posts, error);
      throw error;
    }
    this.#durable.push(...(this.#settling ?? []), ...batchOf(posts, messages));
    this.#settling = null;
    this.#handOn();
    return messages;
  }

  #takeGathered(): readonly Post[] {
    const posts = this.#gathered;
    this.#gathered = [];
    return posts;
  }

  #handOn(): void {
    for (let next = this.#durable.shift(); next !== undefined; next = this.#durable.shift()) {
      this.#tell(() => next.post.kept(next.message));
    }
  }

  /** @throws what is no refusal of the store */
  #refuse(posts: readonly Post[], error: unknown): void {
    if (!(error instanceof StoreError)) throw error;
    for (const post of posts) this.#tell(() => post.refused(error));
  }

  /** One whose author or readers cannot be told costs the others nothing; the disk's answer comes in a turn of its own, where nobody catches. */
  #tell(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#faults.caught("chat", error);
    }
  }
}

function draftsOf(posts: readonly Post[]): readonly StoredRoomMessageDraft[] {
  return posts.map(({ draft }) => draft);
}

/** The store answers one message a draft, in their order. */
function batchOf(posts: readonly Post[], messages: readonly StoredRoomMessage[]): Batch {
  return posts.map((post, index) => ({ post, message: messages[index] as StoredRoomMessage }));
}
