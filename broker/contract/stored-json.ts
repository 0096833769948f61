/** Shapes of the JSON that a store holds beside its columns, for reading what may be damaged. */
import { z } from "zod";

const text = z.string();

export const AuditSummary = z.array(z.object({ subject: text, object: text, before: text, after: text }));

export const AuditEffect = z
  .object({ closed: z.number(), codes: z.array(z.object({ code: z.number(), count: z.number() })) })
  .nullable();

const identified = z.array(z.looseObject({ id: text }));

/** The lists that every undo has; what lies in them is judged when it is planned. */
export const AuditUndo = z.looseObject({
  tokens: identified,
  tags: identified,
  permissions: identified,
  deletedTokens: z.array(text),
  deletedTags: z.array(text),
  deletedPermissions: z.array(text),
});

const Time = z.iso.datetime({ offset: true });

/** Whether a stored text is a time as the contract has them. */
export function isTime(at: string): boolean {
  return Time.safeParse(at).success;
}

/** Why something could not be read, in a few words: of many reasons the first. */
export function reasonOf(error: unknown): string {
  const [issue] = error instanceof z.ZodError ? error.issues : [];
  if (issue !== undefined) return issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`;
  return error instanceof Error ? error.message : String(error);
}
