/** Owns what planning an edit takes from the world: the time, new ids, new secrets and their seal. */
import { randomBytes } from "node:crypto";
import type { PlanEnvironment } from "../access/plan.ts";
import { SecretBox } from "../access/seal.ts";
import { LIMITS } from "../contract/limits.ts";
import { RandomPool } from "./random-pool.ts";
import type { Rooms } from "./rooms.ts";

/** 72 random bits: no two nodes or restarts make the same id. */
const ID_BYTES = 9;

export function newId(kind: string): string {
  return idOf(kind, randomBytes(ID_BYTES));
}

const idOf = (kind: string, bytes: Buffer): string => `${kind}_${bytes.toString("base64url")}`;

export function planEnvironment({ clock, secretBox }: Pick<Rooms, "clock" | "secretBox">): PlanEnvironment {
  const random = new RandomPool();
  return {
    now: new Date(clock.now()).toISOString(),
    newId: (kind) => idOf(kind, random.take(ID_BYTES)),
    newSecret: () => random.take(LIMITS.secretRandomBytes).toString("base64url"),
    hash: SecretBox.hash,
    seal: (secret) => secretBox.seal(secret, random.take(SecretBox.nonceBytes)),
  };
}

/** For a plan that is only judged: its secrets are known by their hash, and sealing them, which costs most of it, is left out. */
export function previewEnvironment(rooms: Pick<Rooms, "clock" | "secretBox">): PlanEnvironment {
  return {
    ...planEnvironment(rooms),
    seal: (secret) => ({ secretHash: SecretBox.hash(secret), sealedSecret: "", secretHint: "" }),
  };
}
