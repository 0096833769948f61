/** Clients of the sample house, by which the sandbox knows that it holds the house, and whether it runs; pure. */
import { SAMPLE_CLIENTS, type SandboxClient } from "../../../../broker/contract/sandbox.ts";

/** The house is here and nobody of it is connected, as after every start but the first (B11). */
export function isSampleOff(clients: readonly Pick<SandboxClient, "name" | "state">[]): boolean {
  const ours = SAMPLE_CLIENTS.map((name) => clients.find((client) => client.name === name));
  return ours.every((client) => client?.state.kind === "off");
}
