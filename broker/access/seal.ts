/** Owns how secrets are kept: a hash to find them by, and a sealed box to show them again. */
import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject, randomBytes } from "node:crypto";
import { LIMITS } from "../contract/limits.ts";

const CIPHER = "aes-256-gcm";
/** Bytes of the nonce and of the tag (NIST SP 800-38D). */
const NONCE = 12;
const TAG = 16;
const KEY = 32;

export interface SealedSecret {
  /** SHA-256, lower-case hex. */
  readonly secretHash: string;
  /** nonce, tag and ciphertext, base64. */
  readonly sealedSecret: string;
  readonly secretHint: string;
}

/** The box was sealed with another key, or was changed. */
export class SealError extends Error {
  constructor(options?: ErrorOptions) {
    super("The secret cannot be opened: it was sealed with another key, or changed.", options);
    this.name = "SealError";
  }
}

/** Seals and opens with one key of 32 bytes. */
export class SecretBox {
  /** Of a nonce, which is used once. */
  static readonly nonceBytes = NONCE;
  readonly #key: KeyObject;

  /** @param key 32 bytes. @throws Error for any other length */
  constructor(key: Uint8Array) {
    if (key.length !== KEY) throw new Error(`The key that seals secrets must have ${KEY} bytes, not ${key.length}.`);
    // Bytes would be made a key anew for each secret, which costs seven times as much as sealing it.
    this.#key = createSecretKey(key);
  }

  static hash(secret: string): string {
    return hash("sha256", secret, "hex");
  }

  /** `nonce`: bytes that were used for nothing else. */
  seal(secret: string, nonce: Uint8Array = randomBytes(NONCE)): SealedSecret {
    const cipher = createCipheriv(CIPHER, this.#key, nonce);
    const box = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
    const sealedSecret = Buffer.concat([nonce, cipher.getAuthTag(), box]).toString("base64");
    return { secretHash: SecretBox.hash(secret), sealedSecret, secretHint: secretHint(secret) };
  }

  /** @throws SealError */
  open(sealedSecret: string): string {
    const bytes = Buffer.from(sealedSecret, "base64");
    try {
      // The tag's length is fixed: GCM would accept a shorter one, which is easier to forge.
      const nonce = bytes.subarray(0, NONCE);
      const decipher = createDecipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG });
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString("utf8");
    } catch (error) {
      throw new SealError({ cause: error });
    }
  }
}

/** `8fQ2••••w1` for long secrets, `••••` for those that could be guessed from it. */
export function secretHint(secret: string): string {
  return secret.length < LIMITS.secretHintMinLength ? "••••" : `${secret.slice(0, 4)}••••${secret.slice(-2)}`;
}
