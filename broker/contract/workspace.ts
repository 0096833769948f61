/** Owns the workspace file: policy and library as one plain JSON document, references by name and pattern. */
import { z } from "zod";
import { LibraryFileDocument } from "./library.ts";
import { LIMITS } from "./limits.ts";
import { Access, Secret, SettingsPatch, TagDraft, TokenDraft } from "./nouns.ts";

/** `*.signalbox.json`. Secrets are absent unless the export asked for them. */
export const Workspace = z.strictObject({
  $schema: z.string().optional(),
  signalbox: z.literal(1),
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
});
export type Workspace = z.infer<typeof Workspace>;
