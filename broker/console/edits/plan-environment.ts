/** Owns what planning an edit takes from the world: the time, new ids, new secrets and their seal. */
import type { PlanEnvironment } from "../../access/plan.ts";
import { SecretBox } from "../../access/seal.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { Chance } from "../../ports/chance.ts";
import type { ConsoleCore } from "../console-core.ts";
import { RandomPool } from "./random-pool.ts";

/** 72 random bits: no two nodes or restarts make the same id. */
const ID_BYTES = 9;

export function newId(chance: Chance, kind: string): string {
  return `${kind}_${Buffer.from(chance.bytes(ID_BYTES)).toString("base64url")}`;
}

export function planEnvironment({
  clock,
  chance,
  secretBox,
}: Pick<ConsoleCore, "clock" | "chance" | "secretBox">): PlanEnvironment {
  const random = new RandomPool();
  return {
    now: new Date(clock.now()).toISOString(),
    newId: (kind) => newId(chance, kind),
    newSecret: () => random.take(LIMITS.secretRandomBytes).toString("base64url"),
    hash: SecretBox.hash,
    seal: (secret) => secretBox.seal(secret, random.take(SecretBox.nonceBytes)),
  };
}

/** For a plan that is only judged: its secrets are known by their hash, and sealing them, which costs most of it, is left out. */
export function previewEnvironment(core: Pick<ConsoleCore, "clock" | "chance" | "secretBox">): PlanEnvironment {
  return {
    ...planEnvironment(core),
    seal: (secret) => ({ secretHash: SecretBox.hash(secret), sealedSecret: "", secretHint: "" }),
  };
}
