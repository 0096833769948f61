/** Owns the wiring of the main protocol. */
import type { Core, Protocol } from "../protocol.ts";
import { BrokerDialect } from "./broker-dialect.ts";
import { brokerDoorway } from "./broker-doorway.ts";

export function openBroker({ commands, entrance, wire }: Core): Protocol {
  return { doorways: [brokerDoorway(entrance, new BrokerDialect(commands, wire))] };
}
