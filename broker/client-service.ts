/** Whether clients are served: everybody is let in, or closed and kept out (Y1, R10). */
import type { ChatRooms } from "./chat/chat-rooms.ts";
import type { Admission } from "./sessions/admission.ts";
import type { Anteroom } from "./sessions/anteroom.ts";
import type { SessionRegistry } from "./sessions/registry.ts";

export interface ClientServiceParts {
  readonly admission: Admission;
  readonly anteroom: Anteroom;
  readonly registry: SessionRegistry;
  readonly chat: ChatRooms;
}

export class ClientService {
  readonly #parts: ClientServiceParts;

  constructor(parts: ClientServiceParts) {
    this.#parts = parts;
  }

  get isOpen(): boolean {
    return this.#parts.admission.shut === null;
  }

  /** Y1: answers how many were closed. Harmless twice. */
  stop(): number {
    return this.isOpen ? this.shut("broker-stopped", "broker is stopped") : 0;
  }

  start(): void {
    const { admission } = this.#parts;
    if (admission.shut === "broker-stopped") admission.shut = null;
  }

  /** Nobody comes in any more; every client, connected or not yet authenticated, gets 1001. Answers how many sessions that were. */
  shut(step: NonNullable<Admission["shut"]>, reason: string): number {
    const { admission, anteroom, registry, chat } = this.#parts;
    admission.shut = step;
    chat.drain();
    anteroom.turnAwayAll(1001, reason);
    const sessions = [...registry.all()];
    for (const session of sessions) session.end(1001, reason, { by: "broker", flush: true });
    return sessions.length;
  }
}
