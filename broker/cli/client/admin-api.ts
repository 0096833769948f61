/** Owns calling the admin API of a running server, and saying plainly why it did not answer. */
import { z } from "zod";
import { LIMITS } from "../../contract/limits.ts";
import { refused, textOf } from "../failure.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

const Refusal = z.object({
  code: z.string(),
  message: z.string(),
  field: z.string().optional(),
  data: z.object({ field: z.string().optional() }).optional(),
});

export class AdminApi {
  readonly #url: string;
  readonly #key: string;

  /** `url` is the server's, without `/api/v1`. */
  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** @throws Failure 1 with one sentence: nobody there, wrong key, or the server's own refusal */
  async call<T>(answer: z.ZodType<T>, method: Method, path: string, body?: unknown): Promise<T> {
    const response = await this.#ask(method, path, body);
    const text = await response.text();
    if (!response.ok) throw refused(this.#reasonOf(response.status, text));
    const parsed = answer.safeParse(json(text));
    if (!parsed.success)
      throw refused(`${this.#url} answered ${method} ${path} in another shape; is it a Signalbox of this version?`);
    return parsed.data;
  }

  /** Every item of a paged list. */
  async all<T>(
    item: z.ZodType<T>,
    path: string,
    query: Readonly<Record<string, string | undefined>> = {},
  ): Promise<T[]> {
    const page = z.object({ items: z.array(item), nextCursor: z.string().optional() });
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const asked = new URLSearchParams({ limit: String(LIMITS.pageMax) });
      for (const [name, value] of Object.entries({ ...query, cursor })) if (value !== undefined) asked.set(name, value);
      const answer = await this.call(page, "GET", `${path}?${asked}`);
      items.push(...answer.items);
      cursor = answer.nextCursor;
    } while (cursor !== undefined);
    return items;
  }

  async #ask(method: Method, path: string, body: unknown): Promise<Response> {
    try {
      return await fetch(`${this.#url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.#key}`,
          "x-signalbox-actor": "cli",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const why = error instanceof Error && error.cause !== undefined ? textOf(error.cause) : textOf(error);
      throw refused(
        `No server answers at ${this.#url} (${why}); start one with "signalbox serve", or name another with --url`,
      );
    }
  }

  #reasonOf(status: number, text: string): string {
    if (status === 401) {
      return `${this.#url} refused the admin key; give its own with --admin-key or SIGNALBOX_ADMIN_KEY`;
    }
    const parsed = Refusal.safeParse(json(text));
    if (!parsed.success) return `${this.#url} answered ${status}; is it a Signalbox?`;
    const field = parsed.data.field ?? parsed.data.data?.field;
    return `${parsed.data.message}${field === undefined ? "" : ` (${field})`}`;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not ours to repair: whoever reads it says that the answer has another shape.
    return undefined;
  }
}
