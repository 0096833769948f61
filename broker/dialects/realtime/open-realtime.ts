/** Owns the wiring of the realtime dialect: what it is knocked at, and what the operator path speaks through. */
import type { Core, Protocol } from "../protocol.ts";
import { CustomMessages } from "./custom-messages.ts";
import { HookCalls } from "./hook-calls.ts";
import { Questions } from "./questions.ts";
import { RealtimeAudience } from "./realtime-audience.ts";
import { RealtimeDialect } from "./realtime-dialect.ts";
import { realtimeDoorway } from "./realtime-doorway.ts";
import type { SubjectMeta } from "./subject-meta.ts";
import { Waiters } from "./waiters.ts";

export interface Realtime extends Protocol {
  readonly audience: RealtimeAudience;
}

/** `meta`: what clients store about themselves; others may read it. */
export function openRealtime(core: Core, meta: SubjectMeta): Realtime {
  const { clock, commands, replies, faults } = core;
  const questions = new Questions(clock, core.chance);
  const waiters = new Waiters(clock);
  const hooks = new HookCalls(core.hooks, faults);
  const custom = new CustomMessages({ clock, commands, meta, replies, hooks, waiters });
  const dialect = new RealtimeDialect({ ...core, custom, questions, hooks });
  return {
    doorways: [realtimeDoorway({ ...core, dialect })],
    audience: new RealtimeAudience({ ...core, meta, questions, waiters }),
  };
}
