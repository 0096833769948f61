/** Owns changing the workspace's settings, as an edit like any other: planned, stored, audited, revertible. */
import { planRows } from "../access/plan.ts";
import type { Actor } from "../contract/console.ts";
import type { Settings, SettingsPatch } from "../contract/nouns.ts";
import { checkPattern } from "../contract/topics.ts";
import type { PolicyRows } from "../ports/store.ts";
import { accepted, applyPlan, type Corridor } from "./apply-edit.ts";
import { badField } from "./refused.ts";

export const NO_ROWS: PolicyRows = {
  tokens: [],
  tags: [],
  permissions: [],
  deletedTokens: [],
  deletedTags: [],
  deletedPermissions: [],
};

/** The settings as they are afterwards, and the revision that they came with. @throws Refused with nothing changed */
export function updateSettings(corridor: Corridor, patch: SettingsPatch, actor: Actor) {
  const { policy } = corridor.rooms;
  const settings = withPatch(policy.current.settings, patch);
  checkAnonymous(settings.anonymous, "anonymous");
  if (!isSame(settings, policy.current.settings)) {
    applyPlan(corridor, accepted(planRows(policy.current, { ...NO_ROWS, settings })), actor);
  }
  return { ...policy.current.settings, revision: policy.current.revision };
}

/** The settings with the fields that the patch names. */
export function withPatch(settings: Settings, patch: SettingsPatch): Settings {
  const named = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...settings, ...Object.fromEntries(named) };
}

export function isSame(a: Settings, b: Settings): boolean {
  const names = Object.keys({ ...a, ...b }) as (keyof Settings)[];
  return names.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

/** @throws Refused naming the first pattern that is none (T2) */
export function checkAnonymous(rights: Settings["anonymous"], path: string): void {
  for (const [index, { pattern }] of rights.entries()) {
    const checked = checkPattern(pattern);
    if (!checked.ok) throw badField(`${path}.${index}.pattern`, checked.reason);
  }
}
