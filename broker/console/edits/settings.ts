/** Owns changing the workspace's settings, as an edit like any other: planned, stored, audited, revertible. */
import { planSettings } from "../../access/plan.ts";
import type { Actor } from "../../contract/console.ts";
import type { Settings, SettingsPatch } from "../../contract/nouns.ts";
import { accepted, applyPlan, type Corridor } from "./apply-edit.ts";

/** The settings as they are afterwards, and the revision that they came with. @throws Refused with nothing changed */
export function updateSettings(
  corridor: Corridor,
  patch: SettingsPatch,
  actor: Actor,
): Settings & { readonly revision: number } {
  const { policy } = corridor.core;
  const { revision } = applyPlan(corridor, accepted(planSettings(policy.current, patch)), actor);
  return { ...policy.current.settings, revision };
}
