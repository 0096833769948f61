/** Every wrong row of a workspace file, and the file without them. */
import { inWords } from "./issue-words.ts";
import { Workspace } from "./workspace.ts";

export interface WorkspaceFault {
  readonly path: readonly PropertyKey[];
  /** The path as people read it: `tokens.2.secret`. */
  readonly field: string;
  readonly reason: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** In the order of the file's parts; none for a file that can be imported, if its tags may overlap. */
export function workspaceFaults(file: unknown): WorkspaceFault[] {
  const parsed = Workspace.safeParse(file);
  const shape = parsed.success ? [] : parsed.error.issues.flatMap(shapeFaults);
  return [...shape, ...rowFaults(file)];
}

/** Those of rows that contradict one another, in a file whose rows are each as they should be. */
export function rowFaults(file: unknown): WorkspaceFault[] {
  return isFields(file) ? [...tagFaults(file), ...tokenFaults(file)] : [];
}

/** All of them in one text, the first twenty in words. */
export function faultsText(faults: readonly WorkspaceFault[]): string {
  const shown = faults.slice(0, SHOWN).map(({ field, reason }) => `${field}: ${reason}`);
  const more = faults.length > SHOWN ? [`and ${faults.length - SHOWN} more`] : [];
  return [...shown, ...more].join("; ");
}

const SHOWN = 20;

/**
 * The file without its wrong tags and tokens, what hangs on them, and wrong names. What else is wrong stays, and is named again when the file is
 * looked through once more.
 */
export function withoutFaults(file: unknown, faults: readonly WorkspaceFault[]): unknown {
  // A file without them would replace everything by nothing.
  if (!isFields(file) || !Array.isArray(file.tags) || !Array.isArray(file.tokens)) return file;
  const wrongTags = rowsIn("tags", faults, () => true);
  const gone = new Set(list(file.tags).flatMap((tag, at) => (wrongTags.has(at) ? textsOf(tag, "pattern") : [])));
  const left = list(file.tags).flatMap((tag, at) => (wrongTags.has(at) ? [] : textsOf(tag, "pattern")));
  for (const pattern of left) gone.delete(pattern);
  const wrongTokens = rowsIn(
    "tokens",
    faults,
    ([, , part, row]) => part !== "name" && !(part === "permissions" && row !== undefined),
  );
  const tokens = list(file.tokens).flatMap((token, at) => {
    if (wrongTokens.has(at)) return [];
    return isFields(token) ? [keptToken(token, at, faults, gone)] : [token];
  });
  return { ...file, tags: list(file.tags).filter((_, at) => !wrongTags.has(at)), tokens };
}

function keptToken(token: Fields, at: number, faults: readonly WorkspaceFault[], gone: ReadonlySet<string>): Fields {
  const own = faults.filter(({ path: [part, row] }) => part === "tokens" && row === at);
  const { name, ...rest } = token;
  const wrong = new Set(own.flatMap(({ path: [, , part, row] }) => (part === "permissions" ? [row] : [])));
  const permissions = list(token.permissions).filter(
    (permission, row) => !wrong.has(row) && !textsOf(permission, "pattern").some((pattern) => gone.has(pattern)),
  );
  const hasName = name !== undefined && own.every(({ path }) => path[2] !== "name");
  return { ...rest, ...(hasName ? { name } : {}), permissions };
}

function rowsIn(
  part: string,
  faults: readonly WorkspaceFault[],
  isWhole: (path: readonly PropertyKey[]) => boolean,
): ReadonlySet<PropertyKey> {
  return new Set(
    faults.flatMap(({ path }) => {
      const [first, row] = path;
      return first === part && row !== undefined && isWhole(path) ? [row] : [];
    }),
  );
}

function shapeFaults(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): WorkspaceFault[] {
  const keys = "keys" in issue && Array.isArray(issue.keys) ? issue.keys.map(String) : [];
  if (keys.length === 0) return [fault(issue.path, inWords(issue))];
  return keys.map((key) => fault([...issue.path, key], "is not a field here"));
}

function tagFaults(file: Fields): WorkspaceFault[] {
  const seen = new Set<string>();
  return list(file.tags).flatMap((tag, at) =>
    textsOf(tag, "pattern").flatMap((pattern) => {
      const isTwice = seen.has(pattern);
      seen.add(pattern);
      return isTwice ? [fault(["tags", at, "pattern"], `the file names ${pattern} twice`)] : [];
    }),
  );
}

function tokenFaults(file: Fields): WorkspaceFault[] {
  const patterns = new Set(list(file.tags).flatMap((tag) => textsOf(tag, "pattern")));
  const ids = new Map<string, number>();
  const secrets = new Map<string, number>();
  return list(file.tokens).flatMap((token, at) => [
    ...again(token, "id", at, ids, (id) => `the file names ${id} twice`),
    // The secret itself is in no message.
    ...again(
      token,
      "secret",
      at,
      secrets,
      (_, first) => `is that of tokens.${first} too; each token needs one of its own`,
    ),
    ...permissionFaults(token, at, patterns),
  ]);
}

function again(
  token: unknown,
  key: "id" | "secret",
  at: number,
  seen: Map<string, number>,
  words: (value: string, first: number) => string,
): WorkspaceFault[] {
  return textsOf(token, key).flatMap((value) => {
    const first = seen.get(value);
    if (first !== undefined) return [fault(["tokens", at, key], words(value, first))];
    seen.set(value, at);
    return [];
  });
}

/** A right on a tag that is wrong itself goes with the tag. */
function permissionFaults(token: unknown, at: number, patterns: ReadonlySet<string>): WorkspaceFault[] {
  const seen = new Set<string>();
  const rows = isFields(token) ? list(token.permissions) : [];
  return rows.flatMap((row, place) =>
    textsOf(row, "pattern").flatMap((pattern) => {
      const path = ["tokens", at, "permissions", place, "pattern"];
      if (!patterns.has(pattern)) return [fault(path, `${pattern} is not among the file's tags`)];
      if (seen.has(pattern)) return [fault(path, `the token has ${pattern} twice`)];
      seen.add(pattern);
      return [];
    }),
  );
}

function fault(path: readonly PropertyKey[], reason: string): WorkspaceFault {
  return { path, field: path.length === 0 ? "the document" : path.map(String).join("."), reason };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(row: unknown, key: string): string[] {
  const value = isFields(row) && Object.hasOwn(row, key) ? row[key] : undefined;
  return typeof value === "string" ? [value] : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
