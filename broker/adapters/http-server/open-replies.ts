/** Answers of the admin API that are still under way, and the login or key that each was asked with. */
import type { ServerResponse } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Admitted } from "./admin-gate.ts";

export class OpenReplies {
  readonly #open = new Map<ServerResponse, Admitted>();

  /** Reading only: streams stay open for long. An edit is answered, whatever becomes of its login meanwhile. */
  add({ method }: FastifyRequest, { raw }: FastifyReply, admitted: Admitted): void {
    if (method !== "GET") return;
    this.#open.set(raw, admitted);
    raw.once("close", () => this.#open.delete(raw));
  }

  endLogin(login: string): void {
    for (const [raw, admitted] of this.#open) if (admitted.by === "cookie" && admitted.login === login) raw.destroy();
  }

  endAll(): void {
    for (const raw of this.#open.keys()) raw.destroy();
  }
}
