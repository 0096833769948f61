/** HTTP as bytes: a request exactly as a test writes it, and all that comes back until the server ends or falls silent. */
import { connect } from "node:net";

export interface HttpText {
  /** All that came, as latin1. */
  readonly text: string;
  /** Status codes of the answers in it, in order. */
  readonly statuses: readonly number[];
  /** The server ended the connection. */
  readonly ended: boolean;
}

/** Sends `parts` one after the other, the next when something has come back; ends when the server does, or when `answers` answers have come. */
export function httpText(
  port: number,
  parts: string | readonly string[],
  answers = Number.POSITIVE_INFINITY,
): Promise<HttpText> {
  const [first = "", ...later] = typeof parts === "string" ? [parts] : parts;
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(first, "latin1"));
    const done = (ended: boolean) => {
      socket.destroy();
      resolve({ text, statuses: statusesIn(text), ended });
    };
    socket.setEncoding("latin1");
    socket.on("data", (piece: string) => {
      text += piece;
      const next = later.shift();
      if (next !== undefined) socket.write(next, "latin1");
      else if ((first.startsWith("HEAD ") || isWhole(text)) && statusesIn(text).length >= answers) done(false);
    });
    // The end follows.
    socket.on("error", () => {});
    socket.on("close", () => done(true));
  });
}

/** Lines of a request, and its body. */
export function request(lines: readonly string[], body = ""): string {
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

/** The last answer has its whole body, where it says how long that is. */
function isWhole(text: string): boolean {
  const start = text.lastIndexOf("HTTP/1.1 ");
  const end = text.indexOf("\r\n\r\n", start);
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(text.slice(start, end))?.[1];
  return length === undefined || text.length - end - 4 >= Number(length);
}
