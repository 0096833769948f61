/** Owns the workspace file: policy, library and chat rooms as one plain JSON document, references by name and pattern. */
import { z } from "zod";
import { LibraryFileDocument } from "./library.ts";
import { LIMITS } from "./limits.ts";
import { Access, KeptSecret, SettingsPatch, SubjectDraft, TagDraft, TokenDraft } from "./nouns.ts";
import { countText } from "./quantities.ts";
import { RoomKind } from "./rooms.ts";
import { checkPattern } from "./topics.ts";

/** Characters of a wrong pattern that its refusal repeats. */
const PATTERN_SHOWN = 80;

const FilePattern = z.string().superRefine((pattern, context) => {
  const checked = checkPattern(pattern);
  if (!checked.ok) context.addIssue(`${JSON.stringify(pattern.slice(0, PATTERN_SHOWN))}: ${checked.reason}`);
});

/** `*.signalbox.json`. Secrets are absent unless the export asked for them. */
export const Workspace = z.strictObject({
  $schema: z.string().optional(),
  /** Version of the format. 2 added `rooms`; a file of version 1 loads as it did. */
  signalbox: z.union([z.literal(1), z.literal(2)], {
    error: ({ input }) =>
      typeof input === "number" && input > 2
        ? `a newer Signalbox wrote it (version ${input}, this one reads 1 and 2)`
        : "version 1 or 2 of the format",
  }),
  settings: SettingsPatch.optional(),
  tags: z.array(TagDraft.extend({ pattern: FilePattern })),
  tokens: z.array(
    TokenDraft.extend({
      /** Kept across export and import, so that an import into the same workspace changes and does not replace. */
      id: z.string().min(1).max(64).optional(),
      secret: KeptSecret.optional(),
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

/** J6: tokens of the file whose secret is short enough to be guessed; null when there are none. */
export function weakSecretsWords({ tokens }: Pick<Workspace, "tokens">): string | null {
  const weak = tokens.filter(({ secret }) => secret !== undefined && secret.length < LIMITS.secretMinLength);
  if (weak.length === 0) return null;
  const names = weak.slice(0, WEAK_SHOWN).map(({ name, id }, at) => name ?? id ?? `number ${at + 1}`);
  const more = weak.length > WEAK_SHOWN ? ` and ${weak.length - WEAK_SHOWN} more` : "";
  return `${countText(weak.length, "token")} with a secret of fewer than ${LIMITS.secretMinLength} characters, which can be guessed: ${names.join(", ")}${more}. Give new secrets when you can`;
}

const WEAK_SHOWN = 10;
