/** Tests that the sandbox knows when the sample house can be started. */
import { expect, it } from "vitest";
import { SAMPLE_CLIENTS } from "../../../../broker/contract/sandbox.ts";
import { isSampleOff } from "./sample-clients.ts";

const OFF = { kind: "off" } as const;
const clients = SAMPLE_CLIENTS.map((name) => ({ name, state: OFF }));

it("B11 the house can be started when all of it is there and off, whatever else there is", () => {
  const [first, ...others] = clients;
  if (first === undefined) throw new Error("the house has clients");
  expect(isSampleOff([...clients, { name: "Mine", state: { kind: "connecting", attempt: 1 } }])).toBe(true);
  expect(isSampleOff(others)).toBe(false);
  expect(isSampleOff([{ name: first.name, state: { kind: "connecting", attempt: 1 } }, ...others])).toBe(false);
  expect(isSampleOff([])).toBe(false);
});
