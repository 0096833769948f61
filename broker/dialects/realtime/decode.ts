/** Owns the reading of a realtime client's frame (Q2). */
import type { RefusalCode } from "../../contract/codes.ts";
import { topLevelMembers } from "../top-level.ts";

/** A field that is missing, or of another type than the frame asks for, is null. */
export type ClientFrame =
  | { readonly kind: "authenticate"; readonly token: string | null; readonly prefix: string | null }
  | { readonly kind: "subscribe" | "unsubscribe"; readonly topic: string | null }
  | { readonly kind: "ping" }
  | { readonly kind: "response"; readonly requestId: string | null; readonly json: string }
  | CustomFrame
  | { readonly kind: "invalid"; readonly refusal: Extract<RefusalCode, "invalid-json" | "not-an-object"> };

/** Q7: whatever the protocol itself does not know. */
export interface CustomFrame {
  readonly kind: "custom";
  readonly messageType: string | null;
  /** The frame as it was parsed. */
  readonly message: Readonly<Record<string, unknown>>;
  /** The JSON text of one of its fields, digits kept; null when there is none. */
  jsonOf(field: string): string | null;
}

/** Never throws. */
export function decodeFrame(payload: Uint8Array): ClientFrame {
  const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8");
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { kind: "invalid", refusal: "invalid-json" };
  }
  return isObject(message) ? readFrame(message, text) : { kind: "invalid", refusal: "not-an-object" };
}

function readFrame(message: Readonly<Record<string, unknown>>, text: string): ClientFrame {
  const kind = textOf(message, "type") ?? textOf(message, "action");
  switch (kind) {
    case "authenticate":
      return { kind, token: textOf(message, "token"), prefix: prefixOf(message) };
    case "subscribe":
    case "unsubscribe":
      return { kind, topic: textOf(message, "topic") };
    case "ping":
      return { kind };
    case "response":
      return { kind, requestId: textOf(message, "request_id"), json: jsonOf(message, text, "data") ?? "null" };
    default: {
      // `{"type":"echo"}` is as good as `{"type":"custom","message_type":"echo"}`.
      const messageType = textOf(message, "message_type") ?? (kind === "custom" ? null : kind);
      return { kind: "custom", messageType, message, jsonOf: (field) => jsonOf(message, text, field) };
    }
  }
}

function prefixOf(message: Readonly<Record<string, unknown>>): string | null {
  return Object.hasOwn(message, "prefix") ? textOf(message, "prefix") : "bearer";
}

/** A field that is a text with something in it. */
function textOf(message: Readonly<Record<string, unknown>>, field: string): string | null {
  const value = Object.hasOwn(message, field) ? message[field] : undefined;
  return typeof value === "string" && value !== "" ? value : null;
}

/** As the client wrote it, so that long numbers keep their digits; of a repeated key the last counts, as everywhere in this dialect. */
function jsonOf(message: Readonly<Record<string, unknown>>, text: string, field: string): string | null {
  if (!Object.hasOwn(message, field)) return null;
  const members = topLevelMembers(text);
  return (members === "duplicate-key" ? undefined : members.get(field)) ?? JSON.stringify(message[field]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
