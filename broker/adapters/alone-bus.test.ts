import { describeBus } from "../testing/bus-contract.ts";
import { AloneBus } from "./alone-bus.ts";

describeBus("alone", { nodes: 1, make: async () => [new AloneBus()] });
