/** Owns what every benchmark server says when it listens, and how it is told about its tokens. */
import { parseArgs } from "node:util";

export interface Ready {
  readonly event: "ready";
  readonly pid: number;
  readonly port: number;
  /** Only from a server with an admin API. */
  readonly admin?: string;
  readonly adminKey?: string;
}

export const sayReady = (port: number, more: Pick<Ready, "admin" | "adminKey"> = {}): void => {
  const ready: Ready = { event: "ready", pid: process.pid, port, ...more };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
};

/** `--tokens n`: how many secrets are valid; `--mode m`: the server's own variant. */
export function serverOptions(): { tokens: number; mode: string } {
  const { values } = parseArgs({
    options: { tokens: { type: "string", default: "2" }, mode: { type: "string", default: "" } },
  });
  return { tokens: Number(values.tokens), mode: values.mode };
}
