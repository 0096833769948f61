/** Owns the console contract: every procedure of the operator path, its HTTP route, its input and its answer. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { autoReplyProcedures } from "./auto-replies.ts";
import { Edit, EditEffect, EditInput, EditPreview, ExplainInput, Explanation } from "./edits.ts";
import { endingProcedures } from "./endings.ts";
import { libraryProcedures } from "./library.ts";
import { LIMITS } from "./limits.ts";
import { AuditView, LiveEvent, RevocationView, ServerInfo, Stats } from "./live.ts";
import {
  Access,
  ConnectionView,
  DoorEntry,
  FilterRight,
  MessageView,
  Permission,
  Refusal,
  Secret,
  Settings,
  SettingsPatch,
  Tag,
  TagDraft,
  TagPatch,
  Token,
  TokenDraft,
  TokenPatch,
} from "./nouns.ts";
import { base, byId, id, list, Page, page } from "./procedure.ts";
import { realtimeProcedures } from "./realtime.ts";
import { roomProcedures } from "./rooms.ts";
import { sandboxProcedures } from "./sandbox.ts";
import { servingProcedures, storageProcedures } from "./service.ts";
import { topics } from "./topic-views.ts";
import { trafficProcedures } from "./traffic.ts";
import { Workspace } from "./workspace.ts";

/**
 * Who edits: a window, a script, the command line, a script at the REST interface of pub/sub or of chat, or the broker itself (expiry, import at
 * start).
 */
export const ACTORS = ["console", "http", "cli", "pubsub", "chat", "broker"] as const;
export type Actor = (typeof ACTORS)[number];

/** What a door tells the procedures about the call; whoever calls has been let in already. */
export interface ConsoleContext {
  readonly actor: Actor;
  /** The socket of the window that calls; absent where no socket of a browser is between. */
  readonly window?: object;
  /** `https://broker.example.com`: where the caller reaches this server; absent where it is not known. */
  readonly origin?: string;
}

/** A resource's fields, flat beside the effect of the edit that made it. */
const TokenEffect = z.object({ ...Token.shape, ...EditEffect.shape });
const TagEffect = z.object({ ...Tag.shape, ...EditEffect.shape });
const PermissionEffect = z.object({ ...Permission.shape, ...EditEffect.shape });
/** The secret is in the answer of the call that made it, and nowhere else. */
const NewTokenEffect = TokenEffect.extend({ secret: z.string() });

const Kicked = z.object({
  closed: z.array(z.object({ connectionId: id, tokenId: id, code: z.int(), reason: z.string(), closeMs: z.number() })),
  /** Connections asked for that were no longer there. */
  missing: z.array(id),
  barredUntil: z.iso.datetime().nullable(),
});
/** B1: simulated clients of the file that are kept and do not connect, since there are too many. */
const Unsimulated = z.int().min(0);
/** J6: what the file holds that is taken, and should not stay so. */
const Warnings = z.array(z.string());
const KickOptions = {
  /** R9: 4000 to 4999; 4010 unless chosen. */
  code: z.int().min(4000).max(4999).optional(),
  reason: z.string().max(LIMITS.closeReasonBytes).optional(),
  /** Bars the token of the connection for so long. */
  barForSeconds: z
    .number()
    .int()
    .min(1)
    .max(86_400 * 30)
    .optional(),
};

const ConnectionQuery = z.object({
  ...page,
  tokenId: id.optional(),
  dialect: z.string().optional(),
  address: z.string().optional(),
  /** Connections with a filter that matches this topic. */
  topic: z.string().optional(),
  /** Text in token name, subject, address, user agent or a filter. */
  search: z.string().optional(),
});

export const contract = {
  server: {
    ...servingProcedures,
    info: base.route({ method: "GET", path: "/server", tags: ["server"] }).output(ServerInfo),
    stats: base.route({ method: "GET", path: "/stats", tags: ["server"] }).output(Stats),
    /** A one-time console link, as printed at start. */
    loginLink: base
      .route({ method: "POST", path: "/login-link", tags: ["server"] })
      .output(z.object({ url: z.string() })),
    /** E15: answers the new key, which nothing tells again. */
    replaceAdminKey: base
      .route({ method: "POST", path: "/admin-key", tags: ["server"] })
      .output(z.object({ adminKey: z.string() })),
  },
  tokens: {
    list: base
      .route({ method: "GET", path: "/tokens", tags: ["tokens"] })
      .input(Page)
      .output(list(Token)),
    create: base
      .route({ method: "POST", path: "/tokens", successStatus: 201, tags: ["tokens"] })
      .input(TokenDraft)
      .output(NewTokenEffect),
    get: base
      .route({ method: "GET", path: "/tokens/{id}", tags: ["tokens"] })
      .input(byId)
      .output(Token),
    update: base
      .route({ method: "PATCH", path: "/tokens/{id}", tags: ["tokens"] })
      .input(TokenPatch.extend({ id }))
      .output(TokenEffect),
    delete: base
      .route({ method: "DELETE", path: "/tokens/{id}", tags: ["tokens"] })
      .input(byId)
      .output(TokenEffect),
    rotate: base
      .route({ method: "POST", path: "/tokens/{id}/rotate", tags: ["tokens"] })
      .input(z.object({ id, secret: Secret.optional() }))
      .output(NewTokenEffect),
    secret: base
      .route({ method: "GET", path: "/tokens/{id}/secret", tags: ["tokens"] })
      .input(byId)
      .output(z.object({ id, secret: z.string() })),
    /** R9: lets a token in again that a kick keeps out. */
    liftBar: base
      .route({ method: "DELETE", path: "/tokens/{id}/bar", tags: ["tokens"] })
      .input(byId)
      .output(Token),
  },
  tags: {
    list: base
      .route({ method: "GET", path: "/tags", tags: ["tags"] })
      .input(Page)
      .output(list(Tag)),
    create: base
      .route({ method: "POST", path: "/tags", successStatus: 201, tags: ["tags"] })
      .input(TagDraft)
      .output(TagEffect),
    get: base
      .route({ method: "GET", path: "/tags/{id}", tags: ["tags"] })
      .input(byId)
      .output(Tag),
    update: base
      .route({ method: "PATCH", path: "/tags/{id}", tags: ["tags"] })
      .input(TagPatch.extend({ id }))
      .output(TagEffect),
    delete: base
      .route({ method: "DELETE", path: "/tags/{id}", tags: ["tags"] })
      .input(byId)
      .output(TagEffect),
  },
  permissions: {
    list: base
      .route({ method: "GET", path: "/permissions", tags: ["permissions"] })
      .input(z.object({ ...page, tokenId: id.optional(), tagId: id.optional() }))
      .output(list(Permission)),
    set: base
      .route({ method: "PUT", path: "/permissions", tags: ["permissions"] })
      .input(z.strictObject({ tokenId: id, tagId: id, access: Access }))
      .output(PermissionEffect),
    delete: base
      .route({ method: "DELETE", path: "/permissions/{id}", tags: ["permissions"] })
      .input(byId)
      .output(PermissionEffect),
  },
  edits: {
    /** All or nothing. `created` holds the new resources in the order of their edits, secrets of new tokens included. */
    apply: base
      .route({ method: "POST", path: "/edits", tags: ["access"] })
      .input(z.object({ edits: z.array(Edit).min(1).max(LIMITS.editsPerCall) }))
      .output(
        EditEffect.extend({
          created: z.array(z.object({ kind: z.string(), id, secret: z.string().optional() })),
        }),
      ),
  },
  access: {
    explain: base
      .route({ method: "POST", path: "/access/explain", tags: ["access"] })
      .input(ExplainInput)
      .output(Explanation),
    preview: base
      .route({ method: "POST", path: "/access/preview", tags: ["access"] })
      .input(z.object({ edit: EditInput }))
      .output(EditPreview),
  },
  connections: {
    list: base
      .route({ method: "GET", path: "/connections", tags: ["connections"] })
      .input(ConnectionQuery)
      .output(list(ConnectionView)),
    get: base
      .route({ method: "GET", path: "/connections/{id}", tags: ["connections"] })
      .input(byId)
      .output(ConnectionView.extend({ rights: z.array(FilterRight) })),
    kick: base
      .route({ method: "POST", path: "/connections/{id}/kick", tags: ["connections"] })
      .input(z.object({ id, ...KickOptions }))
      .output(Kicked),
    kickMany: base
      .route({ method: "POST", path: "/connections/kick", tags: ["connections"] })
      .input(z.object({ ids: z.array(id).min(1).max(10_000), ...KickOptions }))
      .output(Kicked),
  },
  doorlog: base
    .route({ method: "GET", path: "/doorlog", tags: ["journals"] })
    .input(Page)
    .output(list(DoorEntry)),
  refusals: base
    .route({ method: "GET", path: "/refusals", tags: ["journals"] })
    .input(Page)
    .output(list(Refusal)),
  revocations: base
    .route({ method: "GET", path: "/revocations", tags: ["journals"] })
    .input(Page)
    .output(list(RevocationView)),
  ...endingProcedures,
  autoReplies: autoReplyProcedures,
  library: libraryProcedures,
  sandbox: sandboxProcedures,
  audit: {
    list: base
      .route({ method: "GET", path: "/audit", tags: ["journals"] })
      .input(Page)
      .output(list(AuditView)),
    revert: base
      .route({ method: "POST", path: "/audit/{id}/revert", tags: ["journals"] })
      .input(byId)
      .output(EditEffect),
    /** What the undo would close; refused exactly where the undo would be. */
    previewRevert: base
      .route({ method: "POST", path: "/audit/{id}/revert/preview", tags: ["journals"] })
      .input(byId)
      .output(EditPreview),
  },
  messages: {
    /**
     * Publishes as the operator, one of four: `message` is any JSON value, `json` its text, so that long numbers keep their digits; or the bytes themselves,
     * of which `text` gives the UTF-8 and `base64` any.
     */
    publish: base
      .route({ method: "POST", path: "/messages", tags: ["messages"] })
      .input(
        z.strictObject({
          topic: z.string(),
          message: z.unknown().optional(),
          json: z.string().optional(),
          text: z.string().optional(),
          base64: z.string().optional(),
        }),
      )
      .output(z.object({ topic: z.string(), delivered: z.int().min(0), revision: z.int() })),
    list: base
      .route({ method: "GET", path: "/messages", tags: ["messages"] })
      .input(z.object({ ...page, topic: z.string().optional() }))
      .output(list(MessageView)),
  },
  realtime: realtimeProcedures,
  traffic: trafficProcedures,
  topics,
  rooms: roomProcedures,
  live: base.route({ method: "GET", path: "/live", tags: ["live"] }).output(eventIterator(LiveEvent)),
  settings: {
    get: base.route({ method: "GET", path: "/settings", tags: ["settings"] }).output(Settings),
    update: base
      .route({ method: "PATCH", path: "/settings", tags: ["settings"] })
      .input(SettingsPatch)
      .output(Settings.extend({ revision: z.int() })),
  },
  storage: storageProcedures,
  workspace: {
    export: base
      .route({ method: "GET", path: "/workspace", tags: ["workspace"] })
      .input(z.object({ withSecrets: z.union([z.boolean(), z.stringbool()]).optional() }))
      .output(Workspace),
    /** Replaces the whole policy by the file's, as one edit. Tokens without a secret keep theirs by name or id, or get a new one. */
    import: base
      .route({ method: "PUT", path: "/workspace", tags: ["workspace"] })
      .input(Workspace)
      .output(
        EditEffect.extend({
          created: z.array(z.object({ kind: z.string(), id, secret: z.string().optional() })),
          unsimulated: Unsimulated,
          warnings: Warnings,
        }),
      ),
    previewImport: base
      .route({ method: "POST", path: "/workspace/preview", tags: ["workspace"] })
      .input(Workspace)
      .output(EditPreview.extend({ unsimulated: Unsimulated, warnings: Warnings })),
  },
};

export type Contract = typeof contract;
