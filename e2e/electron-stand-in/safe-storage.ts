/** Owns the stand-in's safeStorage: the asynchronous calls only; a keyring, none, or the obscured store of Linux. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { SafeStorage } from "electron";
import { isReady, mustBeReady } from "./readiness.ts";

/** `STAND_IN_KEYCHAIN`: a backend's name, or "none" for a machine that cannot encrypt. */
const backend = process.env.STAND_IN_KEYCHAIN ?? "gnome_libsecret";
/** `STAND_IN_KEYCHAIN_ACCOUNT`: another account's keychain does not open what this one sealed. */
const account = process.env.STAND_IN_KEYCHAIN_ACCOUNT ?? "first";
let plainTextAllowed = false;

const key = () => createHash("sha256").update(`${backend} ${account}`).digest();
const isAvailable = () => backend !== "none" && (backend !== "basic_text" || plainTextAllowed);

function leaves(name: string): never {
  throw new Error(`safeStorage.${name} is synchronous and leaves Electron: use its asynchronous sibling`);
}

export const safeStorage = {
  isEncryptionAvailable: () => leaves("isEncryptionAvailable"),
  encryptString: () => leaves("encryptString"),
  decryptString: () => leaves("decryptString"),
  setUsePlainTextEncryption(use: boolean): void {
    plainTextAllowed = use;
  },
  getSelectedStorageBackend() {
    if (!isReady()) return "unknown";
    return backend === "none" ? "basic_text" : (backend as "gnome_libsecret" | "basic_text");
  },
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return isReady() && isAvailable();
  },
  async encryptStringAsync(plainText: string): Promise<Buffer> {
    mustBeReady("safeStorage.encryptStringAsync");
    if (!isAvailable()) throw new Error("Error while encrypting the text provided to safeStorage.encryptStringAsync.");
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key(), nonce);
    const sealed = Buffer.concat([cipher.update(plainText, "utf8"), cipher.final()]);
    return Buffer.concat([Buffer.from("v11"), nonce, cipher.getAuthTag(), sealed]);
  },
  async decryptStringAsync(encrypted: Buffer): Promise<{ shouldReEncrypt: boolean; result: string }> {
    mustBeReady("safeStorage.decryptStringAsync");
    if (!isAvailable()) throw new Error("Error while decrypting the ciphertext: encryption is not available.");
    try {
      const decipher = createDecipheriv("aes-256-gcm", key(), encrypted.subarray(3, 15));
      decipher.setAuthTag(encrypted.subarray(15, 31));
      const plain = Buffer.concat([decipher.update(encrypted.subarray(31)), decipher.final()]);
      return { shouldReEncrypt: false, result: plain.toString("utf8") };
    } catch {
      throw new Error("Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.");
    }
  },
} satisfies SafeStorage;
