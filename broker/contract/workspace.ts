/** Owns the workspace file: policy, library and chat rooms as one plain JSON document, references by name and pattern. */
import { z } from "zod";
import { LibraryFileDocument } from "./library.ts";
import { LIMITS } from "./limits.ts";
import { Access, Secret, SettingsPatch, SubjectDraft, TagDraft, TokenDraft } from "./nouns.ts";
import { countText } from "./quantities.ts";
import { RoomKind } from "./rooms.ts";

/** `*.signalbox.json`. Secrets are absent unless the export asked for them. */
export const Workspace = z.strictObject({
  $schema: z.string().optional(),
  /** Version of the format. 2 added `rooms`; a file of version 1 loads as it did. */
  signalbox: z.union([z.literal(1), z.literal(2)]),
  settings: SettingsPatch.optional(),
  tags: z.array(TagDraft.strict()),
  tokens: z.array(
    TokenDraft.extend({
      /** Kept across export and import, so that an import into the same workspace changes and does not replace. */
      id: z.string().min(1).max(64).optional(),
      secret: Secret.optional(),
      permissions: z.array(z.strictObject({ pattern: z.string(), access: Access })),
    }),
  ),
  /** Absent leaves the library as it is. */
  library: z.array(LibraryFileDocument).max(LIMITS.libraryDocuments).optional(),
  /** Chat rooms without what was said in them. Absent leaves the rooms as they are. */
  rooms: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        kind: RoomKind,
        members: z.array(SubjectDraft).max(LIMITS.membersPerRoom),
      }),
    )
    .max(LIMITS.rooms)
    .optional(),
});
export type Workspace = z.infer<typeof Workspace>;

/** The file's simulated clients beyond those that the sandbox plays (B1): they are kept, and do not connect. */
export function unsimulatedIn({ library = [] }: Pick<Workspace, "library">): number {
  return Math.max(0, library.filter(({ kind }) => kind === "sandboxClient").length - LIMITS.sandboxClients);
}

/** That number as a person reads it. */
export function unsimulatedWords(count: number): string {
  return `${countText(count, "sandbox client")} beyond the first ${LIMITS.sandboxClients} will be kept and not simulated`;
}
