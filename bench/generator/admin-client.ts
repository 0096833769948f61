/** Owns the few calls of the admin API that a revocation needs, over one warm connection. */
import { Agent, request } from "node:http";

interface Listed {
  readonly items: readonly { readonly id: string; readonly name?: string | null; readonly tagId?: string }[];
  readonly nextCursor?: string;
}

export interface EditAnswer {
  readonly id: string;
  readonly leaked: number;
  readonly closed: readonly { readonly code: number; readonly commitToCloseMs: number }[];
}

export class AdminClient {
  readonly base: string;
  readonly key: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(base: string, key: string) {
    this.base = base;
    this.key = key;
  }

  /** @throws Error with the answer when it is not 2xx */
  call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${this.key}`,
        ...(text === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
      };
      const sending = request(`${this.base}${path}`, { method, agent: this.#agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const received = Buffer.concat(chunks).toString();
          if ((answer.statusCode ?? 500) < 300) return resolve(JSON.parse(received));
          reject(new Error(`${method} ${path} answered ${answer.statusCode}: ${received.slice(0, 300)}`));
        });
      });
      sending.on("error", reject);
      sending.end(text);
    });
  }

  /** The token of that name and its one permission. */
  async permissionOf(tokenName: string): Promise<{ tokenId: string; tagId: string; permissionId: string }> {
    const tokens = await this.call<Listed>("GET", "/tokens?limit=1000");
    const token = tokens.items.find(({ name }) => name === tokenName);
    if (!token) throw new Error(`There is no token named ${tokenName}`);
    const permissions = await this.call<Listed>("GET", `/permissions?tokenId=${token.id}`);
    const [permission] = permissions.items;
    if (permission?.tagId === undefined) throw new Error(`The token ${tokenName} has no permission`);
    return { tokenId: token.id, tagId: permission.tagId, permissionId: permission.id };
  }

  close(): void {
    this.#agent.destroy();
  }
}
