/** Owns the tests of how secrets are kept. */
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { SecretBox, secretHint } from "./seal.ts";

const box = new SecretBox(randomBytes(32));

it("R1 a sealed secret opens to itself, and sealing it again makes another box", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (secret) => {
      const { sealedSecret, secretHash } = box.seal(secret);
      expect(box.open(sealedSecret)).toBe(secret);
      expect(box.seal(secret).sealedSecret).not.toBe(sealedSecret);
      expect(secretHash).toBe(SecretBox.hash(secret));
    }),
  );
});

it("R1 a box that was changed in any byte, cut short, or sealed with another key does not open", () => {
  const { sealedSecret } = box.seal("a secret of some length");
  const bytes = Buffer.from(sealedSecret, "base64");
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => box.open(changed.toString("base64")), `byte ${index}`).toThrow("cannot be opened");
  }
  for (let length = 0; length < bytes.length; length++) {
    expect(() => box.open(bytes.subarray(0, length).toString("base64")), `${length} bytes`).toThrow("cannot be opened");
  }
  expect(() => new SecretBox(randomBytes(32)).open(sealedSecret)).toThrow("another key");
});

it("R1 neither the box nor an error holds the secret, and a key of another length is refused", () => {
  const { sealedSecret } = box.seal("very-plain-secret");
  expect(Buffer.from(sealedSecret, "base64").toString("latin1")).not.toContain("very-plain");
  expect(() => new SecretBox(randomBytes(16))).toThrow("32 bytes");
});

it("C2 the hash is SHA-256 of the UTF-8 text, lower-case hex", () => {
  expect(SecretBox.hash("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(SecretBox.hash("é")).toBe("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
});

it("C5 the hint shows ends of long secrets only", () => {
  expect(secretHint(`8fQ2${"x".repeat(18)}w1`)).toBe("8fQ2••••w1");
  expect(secretHint("x".repeat(23))).toBe("••••");
  expect(box.seal("short-secret").secretHint).toBe("••••");
});
