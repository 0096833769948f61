/** The layer of one process keeps the layer's contract. */
import { expect, it } from "vitest";
import { describeLayer } from "../testing/layer-contract.ts";
import { MemoryLayer } from "./memory-layer.ts";

describeLayer("memory", { nodes: 1, make: async () => [new MemoryLayer()] });

it("N1 in one process a slot is answered at once, so that the door stays in one turn", () => {
  const layer = new MemoryLayer();
  expect(layer.acquireSlot("tok_a", 1)).toBe(true);
  expect(layer.acquireSlot("tok_a", 1)).toBe(false);
});
