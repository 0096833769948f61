/** Owns how a browser test asks the server beside the page: its REST interface, tokens with their rights, and clients of them. */
import { WebSocket } from "ws";
import { z } from "zod";
import type { Served } from "./serve.ts";

const Body = z.record(z.string(), z.unknown());
const Made = z.object({ id: z.string(), secret: z.string() });
const Tag = z.object({ id: z.string(), pattern: z.string() });

type Rights = Readonly<Record<string, "read" | "readwrite">>;

/** @throws Error with the answer when the server refuses */
export async function call(server: Served, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${server.admin}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${server.adminKey}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return Body.parse(JSON.parse(text));
}

/** A token with rights on patterns, whose tags are made as needed. */
export async function makeToken(server: Served, rights: Rights, fields: Readonly<Record<string, unknown>> = {}) {
  const token = Made.parse(await call(server, "POST", "/tokens", fields));
  const known = z.array(Tag).parse((await call(server, "GET", "/tags?limit=1000")).items);
  for (const [pattern, access] of Object.entries(rights)) {
    const tag =
      known.find((one) => one.pattern === pattern) ?? Tag.parse(await call(server, "POST", "/tags", { pattern }));
    await call(server, "PUT", "/permissions", { tokenId: token.id, tagId: tag.id, access });
  }
  return token;
}

/** A client of the broker dialect, connected. The caller terminates it. */
export async function connect(server: Served, secret: string, ...filters: string[]): Promise<WebSocket> {
  const socket = new WebSocket(server.broker, {
    headers: { authorization: `Token ${secret}`, tag: filters.join(",") },
  });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return socket;
}

/** Knocks and is refused; resolves with the close code. */
export async function knock(server: Served, secret: string, ...filters: string[]): Promise<number> {
  const socket = new WebSocket(server.broker, {
    headers: { authorization: `Token ${secret}`, tag: filters.join(",") },
  });
  return new Promise((resolve) => socket.once("close", resolve));
}
