/** Owns the library: small documents of the workspace that are not policy, and the procedures that keep them. */
import { z } from "zod";
import { PredictedClose } from "./edits.ts";
import { LIMITS } from "./limits.ts";
import { Access } from "./nouns.ts";
import { base, byId, id } from "./procedure.ts";

const name = z.string().trim().min(1).max(LIMITS.nameLength);
const order = z.int().min(0).max(1_000_000);
const text = z.string().max(LIMITS.libraryTextLength);
const pattern = z.string().min(1).max(LIMITS.topicBytes);
/** A token of the policy; null, or one that was deleted since, means that the person chooses another. */
const tokenId = id.nullable();

const fields = {
  /** A message to send again; `topic` and `template` may hold placeholders. `folder` is a path like "House/Doors", empty at the top. */
  savedMessage: {
    name,
    folder: z.string().trim().max(LIMITS.nameLength),
    order,
    topic: z.string().max(LIMITS.topicBytes),
    template: text,
    format: z.enum(["json", "text"]),
  },
  /** A simulated client of the sandbox. */
  sandboxClient: {
    name,
    tokenId,
    dialect: z.string().min(1).max(LIMITS.nameLength),
    filters: z.array(pattern).max(LIMITS.filtersPerConnection),
    /** Messages of the past that it asks for with each filter, in dialects that replay (P7); absent = none. */
    lastN: z.int().min(0).max(LIMITS.replayMax).optional(),
    order,
  },
  /** A role: the same permissions for many tokens. */
  template: {
    name,
    note: z.string().max(LIMITS.noteLength),
    /** 0 = unlimited; absent leaves the token's own. */
    maxConnections: z.int().min(0).max(1_000_000).optional(),
    grants: z.array(z.strictObject({ pattern, access: Access })).max(LIMITS.libraryGrants),
  },
  /** An answer that the broker publishes when a message comes. `condition` is a JSONPath, empty for every message. */
  autoReply: {
    name,
    enabled: z.boolean(),
    pattern,
    condition: z.string().max(LIMITS.noteLength),
    replyTopic: z.string().max(LIMITS.topicBytes),
    template: text,
    delayMs: z.int().min(0).max(LIMITS.autoReplyDelayMs),
    /** Whose rights it publishes with; null = the operator's. */
    tokenId,
  },
};

const kept = { id, updatedAt: z.iso.datetime() };
/** Absent = a new document. */
const draft = { id: id.optional() };

const savedMessage = { kind: z.literal("savedMessage"), ...fields.savedMessage };
const sandboxClient = { kind: z.literal("sandboxClient"), ...fields.sandboxClient };
const template = { kind: z.literal("template"), ...fields.template };
const autoReply = { kind: z.literal("autoReply"), ...fields.autoReply };

export const SavedMessage = z.object({ ...savedMessage, ...kept });
export type SavedMessage = z.infer<typeof SavedMessage>;
export const SandboxClientDocument = z.object({ ...sandboxClient, ...kept });
export type SandboxClientDocument = z.infer<typeof SandboxClientDocument>;
export const TokenTemplate = z.object({ ...template, ...kept });
export type TokenTemplate = z.infer<typeof TokenTemplate>;
export const AutoReply = z.object({ ...autoReply, ...kept });
export type AutoReply = z.infer<typeof AutoReply>;

/** A document as it is kept. */
export const LibraryDocument = z.discriminatedUnion("kind", [
  SavedMessage,
  SandboxClientDocument,
  TokenTemplate,
  AutoReply,
]);
export type LibraryDocument = z.infer<typeof LibraryDocument>;
export const LibraryKind = z.enum(["savedMessage", "sandboxClient", "template", "autoReply"]);
export type LibraryKind = LibraryDocument["kind"];

/** A document as a person gives it; with an id it replaces that one as a whole. */
export const LibraryDraft = z.discriminatedUnion("kind", [
  z.strictObject({ ...savedMessage, ...draft }),
  z.strictObject({ ...sandboxClient, ...draft }),
  z.strictObject({ ...template, ...draft }),
  z.strictObject({ ...autoReply, ...draft }),
]);
export type LibraryDraft = z.infer<typeof LibraryDraft>;

/** In a workspace file a document names its token by the file's token id or name, since another broker gives other ids. */
const token = z.string().min(1).max(LIMITS.nameLength).nullable();
const { tokenId: _client, ...clientInFile } = sandboxClient;
const { tokenId: _reply, ...replyInFile } = autoReply;

/** A document as a workspace file has it. */
export const LibraryFileDocument = z.discriminatedUnion("kind", [
  z.strictObject({ ...savedMessage, ...draft }),
  z.strictObject({ ...clientInFile, token, ...draft }),
  z.strictObject({ ...template, ...draft }),
  z.strictObject({ ...replyInFile, token, ...draft }),
]);
export type LibraryFileDocument = z.infer<typeof LibraryFileDocument>;

/** What a change of the library would disconnect: its own simulated clients and nobody else (B12). */
export const LibraryPreview = z.object({
  closed: z.array(PredictedClose),
  /** Sessions that stay connected. */
  kept: z.int().min(0),
});
export type LibraryPreview = z.infer<typeof LibraryPreview>;

/** In the router as `library`. */
export const libraryProcedures = {
  /** In the order in which they were made; all at once, since every window holds them all. */
  list: base
    .route({ method: "GET", path: "/library", tags: ["library"] })
    .input(z.object({ kind: LibraryKind.optional() }))
    .output(z.object({ items: z.array(LibraryDocument) })),
  /** Judges a `put`, or a `delete` of an id, and changes nothing. Refused exactly where the change would be. */
  preview: base
    .route({ method: "POST", path: "/library/preview", tags: ["library"] })
    .input(z.strictObject({ put: LibraryDraft.optional(), delete: id.optional() }))
    .output(LibraryPreview),
  put: base
    .route({ method: "PUT", path: "/library", tags: ["library"] })
    .input(LibraryDraft)
    .output(LibraryDocument),
  delete: base
    .route({ method: "DELETE", path: "/library/{id}", tags: ["library"] })
    .input(byId)
    .output(LibraryDocument),
};
