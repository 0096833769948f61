/** Owns what planning takes from the world and hands back beside the rows: time, ids and secrets. */

/** What planning takes from the world. */
export interface PlanEnvironment {
  /** ISO 8601 UTC. */
  readonly now: string;
  newId(kind: "tok" | "tag" | "prm"): string;
  newSecret(): string;
  /** SHA-256 of a secret, lower-case hex: what tells whether it is another one. */
  hash(secret: string): string;
  seal(secret: string): {
    readonly secretHash: string;
    readonly sealedSecret: string;
    readonly secretHint: string;
  };
}

/**
 * What an edit made: kind "token" (with its secret), "tag" or "permission"; kind "secret" is the new secret of the token `id` that a
 * `token.rotate` made. In the order of the edits. Secrets are here and nowhere else.
 */
export interface Created {
  kind: string;
  id: string;
  secret?: string;
}
