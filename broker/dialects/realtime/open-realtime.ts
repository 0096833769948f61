/** Owns the wiring of the realtime dialect: what it is knocked at, and what the operator path speaks through. */
import type { Hooks } from "../../ports/hooks.ts";
import type { Doorway } from "../../sessions/dialect.ts";
import type { SessionRegistry } from "../../sessions/registry.ts";
import { CustomMessages, type CustomRooms } from "./custom-messages.ts";
import { HookCalls } from "./hook-calls.ts";
import type { NewcomerRooms } from "./newcomer.ts";
import { Questions } from "./questions.ts";
import { RealtimeAudience } from "./realtime-audience.ts";
import { RealtimeDialect, type RealtimeRooms } from "./realtime-dialect.ts";
import { realtimeDoorway } from "./realtime-doorway.ts";
import type { SubjectMeta } from "./subject-meta.ts";
import { Waiters } from "./waiters.ts";

export interface OpenRealtimeRooms
  extends Omit<RealtimeRooms, "custom" | "questions" | "hooks">,
    Omit<NewcomerRooms, "dialect"> {
  readonly registry: SessionRegistry;
  readonly replies: CustomRooms["replies"];
  readonly hooks: Hooks;
  /** What clients store about themselves; others may read it. */
  readonly meta: SubjectMeta;
}

export interface Realtime {
  readonly doorway: Doorway;
  readonly audience: RealtimeAudience;
}

export function openRealtime(rooms: OpenRealtimeRooms): Realtime {
  const { clock, faults, policy, commands, replies, anteroom, entrance, admission, meta } = rooms;
  const questions = new Questions(clock);
  const waiters = new Waiters(clock);
  const hooks = new HookCalls(rooms.hooks, faults);
  const custom = new CustomMessages({ clock, commands, meta, replies, hooks, waiters });
  const dialect = new RealtimeDialect({ ...rooms, custom, questions, hooks });
  return {
    doorway: realtimeDoorway({ clock, faults, policy, anteroom, entrance, admission, dialect }),
    audience: new RealtimeAudience({ ...rooms, questions, waiters }),
  };
}
