/** Owns the lines that operators read: JSON on stderr through pino, redacted before pino sees them. */
import { type DestinationStream, destination, pino } from "pino";
import { LIMITS } from "../contract/limits.ts";
import type { Log } from "../ports/log.ts";
import { redactFields, redactText } from "./pino-log/redact.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface PinoLogOptions {
  /** Default `info`; `level` of the log changes it while it runs. */
  readonly level?: LogLevel;
  /** Default stderr, written without holding the event loop and flushed at exit. */
  readonly destination?: DestinationStream;
}

/** `new PinoLog(options?)`. Redaction is ours and not pino's: pino's paths name fixed depths, a secret may lie at any. */
export class PinoLog implements Log {
  readonly #pino;

  constructor(options: PinoLogOptions = {}) {
    this.#pino = pino(
      { level: options.level ?? "info", base: null, serializers: { err: (err) => err } },
      options.destination ?? standardError(),
    );
  }

  get level(): LogLevel {
    return LOG_LEVELS.find((level) => level === this.#pino.level) ?? "info";
  }

  set level(level: LogLevel) {
    this.#pino.level = level;
  }

  debug(fields: Record<string, unknown>, message: string): void {
    this.#write("debug", fields, message);
  }

  info(fields: Record<string, unknown>, message: string): void {
    this.#write("info", fields, message);
  }

  warn(fields: Record<string, unknown>, message: string): void {
    this.#write("warn", fields, message);
  }

  error(fields: Record<string, unknown>, message: string): void {
    this.#write("error", fields, message);
  }

  #write(level: Exclude<LogLevel, "silent">, fields: Record<string, unknown>, message: string): void {
    if (!this.#pino.isLevelEnabled(level)) return;
    this.#pino[level](redactFields(fields), redactText(message));
  }
}

function standardError(): DestinationStream {
  // A reader of stderr that stalls must not stall the broker: lines beyond the backlog are dropped.
  const stream = destination({ dest: 2, sync: false, maxLength: LIMITS.logBacklogBytes });
  // A full disk or a closed terminal behind stderr: there is nowhere left to report it, and it is no reason to stop serving.
  stream.on("error", () => undefined);
  return stream;
}
