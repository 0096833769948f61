/** Owns the two tables of codes: how sockets are closed, and why something was refused. No error text is built elsewhere. */

/** What a client should do after a close. */
export type RetryAdvice = "with back-off" | "later" | "no" | "as the reason says";

/** Close codes of all dialects (RFC 6455 7.4; 4000 to 4999 are ours). */
export const CLOSE_CODES = {
  1001: { name: "stopping", meaning: "The server is stopping.", retry: "with back-off" },
  1002: { name: "protocol-error", meaning: "A frame broke the WebSocket protocol.", retry: "with back-off" },
  1007: { name: "invalid-text", meaning: "A text frame was not valid UTF-8.", retry: "no" },
  1008: { name: "too-many-pieces", meaning: "A frame came in more pieces than the limit.", retry: "no" },
  1009: { name: "too-large", meaning: "A frame was larger than the limit.", retry: "no" },
  1011: {
    name: "internal-error",
    meaning: "The server failed on this connection; its log says how.",
    retry: "with back-off",
  },
  4001: { name: "credentials-missing", meaning: "No credentials were given.", retry: "no" },
  4002: { name: "token-revoked", meaning: "The token was changed, disabled, expired or revoked.", retry: "no" },
  4003: {
    name: "not-allowed",
    meaning: "Credentials are invalid, or a permission was revoked or changed.",
    retry: "no",
  },
  4004: {
    name: "limit-reached",
    meaning: "The token's connection limit is reached, or that of clients that have not said yet who they are.",
    retry: "later",
  },
  4008: {
    name: "too-many",
    meaning: "Too many messages, or too many failed attempts from one address.",
    retry: "later",
  },
  4009: { name: "too-slow", meaning: "The client reads too slowly.", retry: "with back-off" },
  4010: { name: "kicked", meaning: "An operator closed the connection.", retry: "as the reason says" },
  4404: { name: "no-such-room", meaning: "The room does not exist, or was deleted.", retry: "no" },
} as const satisfies Record<number, { name: string; meaning: string; retry: RetryAdvice }>;

export type CloseCode = keyof typeof CLOSE_CODES;

/**
 * Steps of the door (C4, C5), in the order in which they are judged, each with the close code it ends in, or the HTTP status of a request that
 * never became a connection.
 */
export const DOOR_STEPS = {
  "path-unknown": { code: 404, text: "No protocol is spoken at this path" },
  "handshake-method": { code: 405, text: "A WebSocket handshake is a GET request" },
  "handshake-malformed": { code: 400, text: "This is not a WebSocket handshake" },
  "handshake-version": { code: 426, text: "The WebSocket version is not supported" },
  stopping: { code: 1001, text: "The server is stopping" },
  "broker-stopped": { code: 1001, text: "The broker is stopped by an operator" },
  "too-many-attempts": { code: 4008, text: "Too many attempts of this address wait after it failed" },
  "credentials-missing": { code: 4001, text: "Credentials missing" },
  "too-many-strangers": { code: 4004, text: "Too many clients have not said yet who they are" },
  "unauthenticated-too-large": { code: 1009, text: "The frame is larger than an unauthenticated client may send" },
  "unauthenticated-too-many-pieces": {
    code: 1008,
    text: "The frame came in more pieces than an unauthenticated client may send",
  },
  "unauthenticated-invalid-text": { code: 1007, text: "An unauthenticated client sent text that is not valid UTF-8" },
  "unauthenticated-protocol-error": { code: 1002, text: "An unauthenticated client broke the WebSocket protocol" },
  "unauthenticated-too-many": { code: 4008, text: "An unauthenticated client sent too much before it was judged" },
  "authentication-timeout": { code: 4001, text: "Not authenticated in time" },
  "filters-missing": { code: 4001, text: "No filter was asked for" },
  "token-unknown": { code: 4003, text: "Token unknown" },
  "token-disabled": { code: 4003, text: "Token disabled" },
  "token-expired": { code: 4003, text: "Token expired" },
  "token-barred": { code: 4010, text: "Token barred by an operator" },
  "too-many-filters": { code: 4003, text: "Too many filters" },
  "filter-malformed": { code: 4003, text: "Filter malformed" },
  "filter-not-covered": { code: 4003, text: "Filter not covered" },
  "origin-not-allowed": { code: 4003, text: "This web page may not connect without a token" },
  "key-missing": { code: 4003, text: "This needs the admin key" },
  "subject-missing": { code: 4003, text: "The token has no subject" },
  "room-unknown": { code: 4404, text: "No such room" },
  "not-a-member": { code: 4003, text: "Not a member of this private room" },
  "program-rejected": { code: 4003, text: "The embedding program does not let this client in" },
  "limit-reached": { code: 4004, text: "Connection limit reached" },
  "admission-too-slow": { code: 1011, text: "It was not decided in time whether the client is let in" },
  "request-too-fast": { code: 4008, text: "Too many messages a second" },
} as const satisfies Record<string, { code: CloseCode | HandshakeStatus; text: string }>;

/** Of an upgrade request that is answered over HTTP. */
export type HandshakeStatus = 400 | 404 | 405 | 426;

export type DoorStep = keyof typeof DOOR_STEPS;

/** Why a request is no handshake. */
export type HandshakeStep = Extract<DoorStep, `handshake-${string}`>;

/** Why a request was refused before it reached anything, with its HTTP status; they stand among the rejected connections (E20). */
export const HTTP_STEPS = {
  "admin-key-wrong": { status: 401, text: "Wrong admin key" },
  "too-many-keys": { status: 429, text: "Too many attempts of this address wait after it failed" },
  "headers-too-large": { status: 431, text: "The request's headers exceed 64 KiB or 1000 lines" },
  "request-malformed": { status: 400, text: "The request is not valid HTTP" },
  "request-too-slow": { status: 408, text: "The request did not arrive in time" },
  "too-many-connections": { status: 503, text: "Too many clients are connected that have not shown a key" },
  "tls-failed": { status: 400, text: "The TLS handshake failed" },
} as const satisfies Record<string, { status: number; text: string }>;

export type HttpStep = keyof typeof HTTP_STEPS;

/** Why an edit of the policy (R1 to R4), of a chat room (H5), or an import (B12) closed a session. The pattern or the limit that decided it is added to the text where there is one. */
export const REVOCATIONS = {
  "token-deleted": { code: 4002, text: "token deleted" },
  "token-disabled": { code: 4002, text: "token disabled" },
  "token-expired": { code: 4002, text: "token expired" },
  "secret-changed": { code: 4002, text: "secret changed" },
  "subject-changed": { code: 4002, text: "subject changed" },
  "permission-revoked": { code: 4003, text: "permission revoked" },
  "permission-changed": { code: 4003, text: "permission changed" },
  "topic-of-another": { code: 4003, text: "topic belongs to another subject" },
  "topic-private": { code: 4003, text: "topic is heard by name only now" },
  "member-removed": { code: 4003, text: "removed from the room" },
  "room-deleted": { code: 4404, text: "room deleted" },
  "limit-lowered": { code: 4004, text: "connection limit lowered" },
  "simulated-client-removed": { code: 4010, text: "simulated client removed" },
  "simulated-client-changed": { code: 4010, text: "simulated client changed, it connects anew" },
} as const satisfies Record<string, { code: CloseCode; text: string }>;

export type RevocationCause = keyof typeof REVOCATIONS;

/** Why something that is sent past all topics reached nobody (F9). Who is offline is no mistake, and has no code. */
export const DIRECT_FAILURES = {
  "connection-unknown": "There is no such connection",
  "connection-of-another-protocol": "The connection speaks a protocol that has no messages to one connection",
  "answer-not-awaited":
    "Nobody waits for this answer: another one was first, it is too late, or this user was not asked",
} as const satisfies Record<string, string>;

/** Why a frame was refused (M6, M7). The text is what a client with error frames and the console both see. */
export const REFUSALS = {
  "binary-frame": "Binary frames are not part of this dialect; send JSON text",
  "invalid-json": "The frame is not valid JSON",
  "not-an-object": "The frame must be a JSON object",
  "duplicate-key": "The frame repeats a key at the top level; two parsers could read it differently",
  "tag-missing": "`tag` is missing",
  "tag-invalid": "This is not a valid topic",
  "tag-wildcard": "A message goes to one topic, without + or #",
  "tag-reserved": "Topics that begin with $ belong to the broker",
  "message-missing": "`message` is missing",
  "publish-not-covered": "No permission covers this topic",
  "publish-needs-readwrite": "The permission here is read; publishing needs readwrite",
  "filter-invalid": "The topic or filter is not valid",
  "filter-not-covered": "No permission covers this filter",
  "too-many-filters": "Too many subscriptions on one connection",
  "topic-missing": "`topic` is missing, empty or no text",
  "topic-with-wildcard": "A client of this dialect subscribes to one topic, without + or #",
  "topic-of-another": "The topic belongs to another subject",
  "hook-refused": "The embedding program does not allow this topic",
  "already-authenticated": "The connection has said who it is already",
  "request-id-missing": "`request_id` is missing or no text",
  "message-unsupported": "No rule and no program answers this kind of message",
  "meta-key-missing": "`key` is missing or no text",
  "meta-too-large": "The key or its value is too long or nested too deeply, or the subject holds too many",
  "type-unknown": "The frame's type is none of this dialect's",
  "topic-unknown": "There is no such topic; a subscriber, an operator or another dialect's message makes one",
  "not-subscribed": "The connection has no such subscription under this name",
  "not-subscribed-unknown": "There is no such topic to unsubscribe from",
  "client-id-missing": "`client_id` is missing, empty or no text",
  "client-id-too-long": "`client_id` is longer than the limit",
  "last-n-invalid": "`last_n` must be a whole number, 0 or more",
  "request-id-invalid": "`request_id` must be text",
  "frame-not-object": "The frame must be a JSON object",
  "body-missing": "This field is required.",
  "body-too-long": "Ensure this value has at most 4000 characters.",
  "body-null": "Null characters are not allowed.",
  "body-half-character": "Half of a surrogate pair is no character; send the whole of it.",
  "not-stored": "The message could not be stored, and was not sent; try again",
  "rate-limited": "Too many messages a second",
  "frame-too-large": "The frame is larger than the limit",
  "too-many-pieces": "The frame came in more pieces than the limit",
  "invalid-text": "The text frame is not valid UTF-8",
  "protocol-error": "The frame breaks the WebSocket protocol",
  internal: "The broker failed on this frame and has logged it; the frame was not handled to its end",
} as const satisfies Record<string, string>;

export type RefusalCode = keyof typeof REFUSALS;

/**
 * Q4: texts of the realtime dialect's error frames, as its clients know them. A refusal that is not here keeps its own text; `access-denied`
 * and `authentication-failed` are followed by a colon and what they are about.
 */
export const REALTIME_TEXTS = {
  "authentication-required": "Authentication required",
  "authentication-timeout": "Authentication timeout",
  "authentication-failed": "Authentication failed",
  "already-authenticated": "Already authenticated",
  "token-missing": "Missing token",
  "too-many-connections": "Too many connections",
  "access-denied": "Access denied to topic",
  "topic-missing": "Missing topic",
  "request-id-missing": "Missing request_id",
  "message-unsupported": "Unsupported message type",
  "invalid-json": "Invalid JSON",
} as const satisfies Record<string, string>;

export type RealtimeText = keyof typeof REALTIME_TEXTS;

export type PubSubCode = "BAD_REQUEST" | "TOPIC_NOT_FOUND" | "UNAUTHORIZED" | "SLOW_CONSUMER" | "INTERNAL";

/** P3: what the error frames of the pub/sub dialect say for a refusal; `{}` stands for the topic, or for the type. */
export const PUBSUB_ERRORS = {
  "binary-frame": { code: "BAD_REQUEST", text: "Invalid JSON format" },
  "invalid-json": { code: "BAD_REQUEST", text: "Invalid JSON format" },
  "not-an-object": { code: "BAD_REQUEST", text: "Invalid JSON format" },
  "duplicate-key": { code: "BAD_REQUEST", text: "Invalid JSON format" },
  "type-unknown": { code: "BAD_REQUEST", text: "Unknown message type: {}" },
  "topic-missing": { code: "BAD_REQUEST", text: "Missing topic name" },
  "client-id-missing": { code: "BAD_REQUEST", text: "Missing client_id" },
  "client-id-too-long": { code: "BAD_REQUEST", text: "Invalid client_id" },
  "message-missing": { code: "BAD_REQUEST", text: "Missing message data" },
  "last-n-invalid": { code: "BAD_REQUEST", text: "Invalid last_n" },
  "request-id-invalid": { code: "BAD_REQUEST", text: "Invalid request_id" },
  "tag-invalid": { code: "BAD_REQUEST", text: "Invalid topic name: {}" },
  "tag-wildcard": { code: "BAD_REQUEST", text: "Invalid topic name: {}" },
  "filter-invalid": { code: "BAD_REQUEST", text: "Invalid topic name: {}" },
  "too-many-filters": { code: "BAD_REQUEST", text: "Too many subscriptions" },
  "rate-limited": { code: "BAD_REQUEST", text: "Too many messages" },
  "topic-unknown": { code: "TOPIC_NOT_FOUND", text: "Topic not found: {}" },
  "not-subscribed": { code: "BAD_REQUEST", text: "Failed to unsubscribe from topic: {}" },
  "not-subscribed-unknown": { code: "TOPIC_NOT_FOUND", text: "Failed to unsubscribe from topic: {}" },
  "tag-reserved": { code: "UNAUTHORIZED", text: "Access denied to topic: {}" },
  "publish-not-covered": { code: "UNAUTHORIZED", text: "Access denied to topic: {}" },
  "publish-needs-readwrite": { code: "UNAUTHORIZED", text: "Access denied to topic: {}" },
  "filter-not-covered": { code: "UNAUTHORIZED", text: "Access denied to topic: {}" },
  "not-stored": { code: "INTERNAL", text: "Message not stored; try again" },
  /** Whatever else: the refusal's own text. */
  other: { code: "BAD_REQUEST", text: "{}" },
  "frames-dropped": { code: "SLOW_CONSUMER", text: "Too slow: {} frames were dropped" },
  internal: { code: "INTERNAL", text: "Internal error" },
} as const satisfies Record<string, { code: PubSubCode; text: string }>;

/** Why an auto-reply was not published (U). What its token may not do is named by `REFUSALS`. */
export const REPLY_REASONS = {
  "condition-failed": "The condition could not be judged on this message",
  internal: "The broker failed on this rule and has logged it",
  "own-answer": "The rule caused this message itself; it answers no message of its own chain",
  "too-deep": "Too many rules answered one another in a chain",
  "too-many-waiting": "Too many replies wait for their delay",
  "rule-changed": "The rule was changed, switched off or deleted before its delay was over",
  "token-gone": "The token of the rule is no longer there",
  "token-disabled": "The token of the rule is disabled",
  "token-expired": "The token of the rule has expired",
  "topic-unfilled": "The reply's topic could not be filled in",
  "topic-invalid": "The reply's topic is not a valid topic",
  "template-unfilled": "The reply could not be filled in",
  "reply-not-json": "The reply is not valid JSON",
  "reply-too-large": "The reply is larger than a frame may be",
} as const satisfies Record<string, string>;

export type ReplyReason = keyof typeof REPLY_REASONS;

/** What the REST interface of the pub/sub dialect answers as `{"error": "<text>"}`; `{}` stands for the topic or the path. */
export const PUBSUB_REST_ERRORS = {
  unauthorized: { status: 401, text: "Send the admin key: Authorization: Bearer <key>" },
  stopped: { status: 503, text: "The broker is stopped by an operator" },
  "topic-denied": { status: 403, text: "Access denied to topic: {}" },
  "topic-unknown": { status: 404, text: "Topic not found" },
  "path-unknown": { status: 404, text: "There is nothing at {}" },
  "path-broken": { status: 400, text: "The path is not percent-encoded UTF-8" },
  "method-wrong": { status: 405, text: "Method not allowed" },
  "body-broken": { status: 400, text: "Invalid JSON" },
  "topic-missing": { status: 400, text: "Topic name cannot be empty" },
  "topic-invalid": { status: 400, text: "Invalid topic name: {}" },
  "topic-exists": { status: 409, text: "Topic already exists" },
  "topics-full": { status: 409, text: "There are too many topics that were made by hand; delete one first" },
  "metadata-invalid": { status: 400, text: "Invalid metadata: {}" },
  "page-invalid": { status: 400, text: "{} must be a whole number, 0 or more" },
} as const satisfies Record<string, { status: number; text: string }>;

/** Why an edit in the audit journal cannot be undone, for the end of a sentence. */
export const AUDIT_FIXED = {
  deleted: "the messages went with it",
  expired: "the time has passed",
  other: "it changed nothing that could be restored",
} as const satisfies Record<string, string>;

/** The object of an audit line about what an undo left as it is; the line's `after` says why, for the end of a sentence. */
export const NOT_UNDONE = "not undone";

/** Refusals of the operator path: they travel as data `{code, message, field?, conflict?}` with this HTTP status. */
export const OPERATOR_ERRORS = {
  BAD_REQUEST: { status: 400, text: "A field is missing or not allowed" },
  UNAUTHORIZED: { status: 401, text: "No admin key, or a wrong one" },
  FORBIDDEN: { status: 403, text: "This host or origin may not call the console" },
  NOT_FOUND: { status: 404, text: "No such thing" },
  CONFLICT: { status: 409, text: "It contradicts what is there" },
  TOO_MANY: { status: 429, text: "Too many messages, failed attempts or waiting edits; try again later" },
  STOPPED: { status: 503, text: "The broker is stopped; nothing was changed" },
  SECRET_UNREADABLE: {
    status: 409,
    text: "was sealed with another key, or damaged, and cannot be shown. Put the key of that time back (signalbox.key, or the system's keychain) and start again, or rotate the secret",
  },
  STORE_BUSY: { status: 503, text: "The database is locked by another process; nothing was changed" },
  STORE_GONE: {
    status: 503,
    text: "The database was moved, replaced or deleted while the broker runs; nothing was changed. Back up to another folder, stop the broker, and start it with the right data folder",
  },
  STORE_FULL: { status: 507, text: "The disk is full; nothing was changed" },
  STORE_FAILED: { status: 500, text: "The database refused the write; nothing was changed" },
  INTERNAL: { status: 500, text: "Internal error" },
} as const satisfies Record<string, { status: number; text: string }>;

export type OperatorErrorCode = keyof typeof OPERATOR_ERRORS;
