/** Owns the wiring of the pub/sub dialect: its door, its REST interface, and what is started and stopped with the engine. */
import type { Core, Protocol } from "../protocol.ts";
import { PubSubDialect } from "./pubsub-dialect.ts";
import { pubSubDoorway } from "./pubsub-doorway.ts";
import { PubSubRest } from "./rest/rest.ts";

export function openPubSub(core: Core): Protocol {
  const dialect = new PubSubDialect(core);
  const startedAt = core.clock.elapsed();
  return {
    doorways: [pubSubDoorway(core.entrance, dialect, core.policy)],
    rest: (edits) => new PubSubRest({ ...core, startedAt, edits }),
    start: () => dialect.start(),
    close: () => dialect.close(),
  };
}
