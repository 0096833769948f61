/** Owns what planning an edit takes from the world: the time, new ids, new secrets and their seal. */
import { randomBytes } from "node:crypto";
import type { PlanEnvironment } from "../access/plan.ts";
import { LIMITS } from "../contract/limits.ts";
import type { Rooms } from "./rooms.ts";

/** 72 random bits: no two nodes or restarts make the same id. */
const ID_BYTES = 9;

export function newId(kind: string): string {
  return `${kind}_${randomBytes(ID_BYTES).toString("base64url")}`;
}

export function planEnvironment({ clock, secretBox }: Pick<Rooms, "clock" | "secretBox">): PlanEnvironment {
  return {
    now: new Date(clock.now()).toISOString(),
    newId,
    newSecret: () => randomBytes(LIMITS.secretRandomBytes).toString("base64url"),
    seal: (secret) => secretBox.seal(secret),
  };
}
