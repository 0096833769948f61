/** Owns a log that prints nothing and keeps its lines for a test to read. */
import type { Log } from "../ports/log.ts";

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

/** `new SilentLog()`; `lines` is in order of arrival. */
export class SilentLog implements Log {
  readonly lines: LogLine[] = [];

  debug(fields: Record<string, unknown>, message: string): void {
    this.lines.push({ level: "debug", fields, message });
  }

  info(fields: Record<string, unknown>, message: string): void {
    this.lines.push({ level: "info", fields, message });
  }

  warn(fields: Record<string, unknown>, message: string): void {
    this.lines.push({ level: "warn", fields, message });
  }

  error(fields: Record<string, unknown>, message: string): void {
    this.lines.push({ level: "error", fields, message });
  }

  /** Everything that was logged as one text: a test greps it for what must not be there. */
  text(): string {
    return this.lines.map((line) => JSON.stringify(line)).join("\n");
  }
}
