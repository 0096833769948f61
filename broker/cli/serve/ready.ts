/** Owns what a starting server says: one line of JSON for a script, or a few lines for a person. */
import { type Engine, isLoopbackHost } from "../../index.ts";

/** The one line of `--ready-json`. */
export function readyLine(engine: Pick<Engine, "url" | "broker" | "admin" | "adminKey">): string {
  const { url, broker, admin, adminKey } = engine;
  return JSON.stringify({ event: "ready", pid: process.pid, url, broker, admin, adminKey });
}

/** Addresses and the one-time console link. `hasConsole` is false in a checkout whose console was not built. */
export function greeting(engine: Engine, hasConsole: boolean): readonly string[] {
  const { addresses, dataFolder } = engine.info();
  return [
    ...addresses.map((address) => `Broker   ${address.broker}  (${address.label})`),
    `Admin    ${engine.admin}`,
    `Data     ${dataFolder ?? "in memory, gone at the end"}`,
    hasConsole
      ? `Console  ${engine.loginLink()}  (this link works once)`
      : "Console  not built; npm run build:console builds it",
  ];
}

/** Sentences about what the chosen addresses risk. */
export function warnings(host: string, tls: boolean): readonly string[] {
  if (isLoopbackHost(host) || tls) return [];
  return [
    `Warning: ${host} lets other machines in, and without TLS everybody between can read tokens and messages; give --tls-cert and --tls-key`,
  ];
}
