/** Owns the reading of a realtime client's frame (Q2). */
import type { RefusalCode } from "../../contract/codes.ts";
import { topLevelMembers } from "../../contract/json-members.ts";
import { ownPart } from "../../sessions/own-text.ts";

/** A field that is missing, or of another type than the frame asks for, is null. */
export type ClientFrame =
  | { readonly kind: "authenticate"; readonly token: string | null; readonly prefix: string | null }
  | { readonly kind: "subscribe" | "unsubscribe"; readonly topic: string | null }
  | { readonly kind: "ping" }
  | { readonly kind: "response"; readonly requestId: string | null; readonly json: string }
  | CustomFrame
  | {
      readonly kind: "invalid";
      readonly refusal: Extract<RefusalCode, "invalid-json" | "not-an-object" | "duplicate-key">;
    };

/** Q7: whatever the protocol itself does not know. */
export interface CustomFrame {
  readonly kind: "custom";
  readonly messageType: string | null;
  /** The frame as it was parsed. */
  readonly message: Members;
  /** The frame as it was written. */
  readonly text: string;
  /** JSON texts of its fields, as the client wrote them, so that long numbers keep their digits. */
  readonly raw: ReadonlyMap<string, string>;
}

type Members = Readonly<Record<string, unknown>>;

/** Never throws. */
export function decodeFrame(payload: Uint8Array): ClientFrame {
  const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8");
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { kind: "invalid", refusal: "invalid-json" };
  }
  if (!isObject(message)) return { kind: "invalid", refusal: "not-an-object" };
  const raw = topLevelMembers(text);
  return raw === "duplicate-key" ? { kind: "invalid", refusal: raw } : readFrame(message, text, raw);
}

function readFrame(message: Members, text: string, raw: ReadonlyMap<string, string>): ClientFrame {
  const kind = textOf(message, "type") ?? textOf(message, "action");
  switch (kind) {
    case "authenticate":
      return {
        kind,
        token: textOf(message, "token"),
        prefix: raw.has("prefix") ? textOf(message, "prefix") : "bearer",
      };
    case "subscribe":
    case "unsubscribe":
      return { kind, topic: textOf(message, "topic") };
    case "ping":
      return { kind };
    case "response":
      return { kind, requestId: textOf(message, "request_id"), json: ownPart(raw.get("data") ?? "{}", text) };
    default: {
      // `{"type":"echo"}` is as good as `{"type":"custom","message_type":"echo"}`.
      const messageType = textOf(message, "message_type") ?? (kind === "custom" ? null : kind);
      return { kind: "custom", messageType, message, text, raw };
    }
  }
}

/** A field that is a text with something in it. */
function textOf(message: Members, field: string): string | null {
  const value = Object.hasOwn(message, field) ? message[field] : undefined;
  return typeof value === "string" && value !== "" ? value : null;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
