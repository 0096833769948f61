/** Owns what every guard of the sealing key must do. */
import { describe, expect, it } from "vitest";
import type { Secrets } from "../ports/secrets.ts";

/** `make` gives the guard of a new, empty place; `again` a second guard of that same place, as after a restart. */
export function describeSecrets(name: string, make: () => { secrets: Secrets; again: () => Secrets }): void {
  describe(`Secrets: ${name}`, () => {
    it("S9 the key has 32 bytes and is not all the same", async () => {
      const key = await make().secrets.loadKey();
      expect(key).toBeInstanceOf(Uint8Array);
      expect(key).toHaveLength(32);
      expect(new Set(key).size).toBeGreaterThan(8);
    });

    it("S9 the key is the same on every call and after a restart", async () => {
      const { secrets, again } = make();
      const first = Uint8Array.from(await secrets.loadKey());
      expect(await secrets.loadKey()).toEqual(first);
      expect(await again().loadKey()).toEqual(first);
    });

    it("S9 another place has another key", async () => {
      const [one, two] = await Promise.all([make().secrets.loadKey(), make().secrets.loadKey()]);
      expect(one).not.toEqual(two);
    });

    it("S9 what a caller does to the key does not reach the next caller", async () => {
      const { secrets } = make();
      const first = await secrets.loadKey();
      const kept = Uint8Array.from(first);
      first.fill(0);
      expect(await secrets.loadKey()).toEqual(kept);
    });

    it("S9 calls that are under way together get one key", async () => {
      const { secrets, again } = make();
      const keys = await Promise.all([secrets.loadKey(), again().loadKey(), secrets.loadKey(), again().loadKey()]);
      expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(1);
    });

    it("S9 it says plainly what guards the key", () => {
      expect(["key-file", "keychain", "obscured", "memory"]).toContain(make().secrets.guard);
    });
  });
}
