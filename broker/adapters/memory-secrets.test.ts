/** The guard that keeps its key in memory keeps the guard's contract. */
import { expect, it } from "vitest";
import { describeSecrets } from "../testing/secrets-contract.ts";
import { MemorySecrets } from "./memory-secrets.ts";

describeSecrets("memory", () => {
  const secrets = new MemorySecrets();
  return { secrets, again: () => secrets };
});

it("S9 a given key must have 32 bytes", () => {
  expect(() => new MemorySecrets(new Uint8Array(31))).toThrow(RangeError);
});
