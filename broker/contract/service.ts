/** Owns what an operator does with the broker as a whole: stopping and starting it, looking at its disk, backing it up. */
import { z } from "zod";
import { base } from "./procedure.ts";

const bytes = z.int().min(0);

/** What stopping or starting did. */
export const Serving = z.object({
  serving: z.boolean(),
  /** Connections that were closed with 1001; a broker that was stopped already closes nobody. */
  closed: z.int().min(0),
});
export type Serving = z.infer<typeof Serving>;

/** One finished backup. */
export const Backup = z.object({
  /** Absolute path on the broker's machine; in it signalbox.db, and history.db where history is on disk. */
  folder: z.string(),
  /** Of all that lies in it. */
  bytes,
  hasHistory: z.boolean(),
  at: z.iso.datetime(),
  /** It holds this revision, or a later one that was made while it ran. */
  revision: z.int(),
  tookMs: z.number().min(0),
});
export type Backup = z.infer<typeof Backup>;

export const BackupState = z.discriminatedUnion("state", [
  z.object({ state: z.literal("none") }),
  /** `share` of 0 to 1 is copied. */
  z.object({ state: z.literal("running"), startedAt: z.iso.datetime(), share: z.number().min(0).max(1) }),
  z.object({ state: z.literal("done"), backup: Backup }),
  z.object({ state: z.literal("failed"), at: z.iso.datetime(), message: z.string() }),
]);
export type BackupState = z.infer<typeof BackupState>;

export const STORED_KINDS = ["database", "backup", "log", "key", "other"] as const;

export const StorageInfo = z.object({
  /** null: everything is in memory and forgotten at the end. */
  folder: z.string().nullable(),
  files: z.array(z.object({ name: z.string(), kind: z.enum(STORED_KINDS), bytes })),
  audit: z.object({ rows: z.int().min(0), oldestAt: z.iso.datetime().nullable() }),
  /** Of this run. */
  backup: BackupState,
});
export type StorageInfo = z.infer<typeof StorageInfo>;

export const servingProcedures = {
  /** L15: does nothing but answer. A window asks it when nothing else comes, to learn whether its link still works. */
  ping: base.route({ method: "GET", path: "/ping", tags: ["server"] }).output(z.object({ at: z.iso.datetime() })),
  /** Y1: everybody gets 1001 and nobody is let in; console and admin API go on. */
  stop: base.route({ method: "POST", path: "/server/stop", tags: ["server"] }).output(Serving),
  start: base.route({ method: "POST", path: "/server/start", tags: ["server"] }).output(Serving),
};

export const storageProcedures = {
  info: base.route({ method: "GET", path: "/storage", tags: ["storage"] }).output(StorageInfo),
  /** Y4: into the data folder; answers when the copy is whole. `GET /storage` tells how far it is. */
  backUp: base
    .route({ method: "POST", path: "/storage/backups", successStatus: 201, tags: ["storage"] })
    .output(Backup),
};
