/** Owns the key that seals token secrets on a desktop: sealed by the operating system's keychain, in a file beside the database. */
import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import type { SafeStorage } from "electron";
import { z } from "zod";
import type { EngineConfig } from "../broker/index.ts";

type Secrets = NonNullable<EngineConfig["secrets"]>;

/** The asynchronous half only: the synchronous calls leave Electron. */
export type Keychain = Pick<
  SafeStorage,
  | "isAsyncEncryptionAvailable"
  | "encryptStringAsync"
  | "decryptStringAsync"
  | "getSelectedStorageBackend"
  | "setUsePlainTextEncryption"
>;

const KEY_BYTES = 32;

const SealedKey = z.object({
  signalboxKey: z.literal(1),
  guard: z.enum(["keychain", "obscured", "key-file"]),
  /** Base64: the sealed key, or the key itself when nothing on this machine can seal. */
  box: z.base64(),
});
const NewerKey = z.looseObject({ signalboxKey: z.int().min(2) });
type SealedKey = z.infer<typeof SealedKey>;

/**
 * Asks what guards the key here, once, before the engine opens. The app must be ready.
 * "obscured": Linux without a keyring seals with a password that everybody can read in Chromium's source.
 */
export async function openKeychainSecrets(
  keychain: Keychain,
  file: string,
  platform: NodeJS.Platform,
): Promise<Secrets> {
  const obscured = platform === "linux" && keychain.getSelectedStorageBackend() === "basic_text";
  if (obscured) keychain.setUsePlainTextEncryption(true);
  const stored = await readSealed(file);
  const guard = stored?.guard ?? ((await keychain.isAsyncEncryptionAvailable()) ? "keychain" : "key-file");
  return {
    // What was sealed under a keyring stays so; without one today it is only as good as the fixed password.
    guard: guard === "key-file" ? "key-file" : obscured ? "obscured" : "keychain",
    loadKey: () => (stored === undefined ? makeKey(keychain, file, guard, obscured) : openKey(keychain, file, stored)),
  };
}

async function makeKey(
  keychain: Keychain,
  file: string,
  guard: SealedKey["guard"],
  obscured: boolean,
): Promise<Uint8Array> {
  const key = randomBytes(KEY_BYTES);
  const sealedBy = guard === "keychain" && obscured ? "obscured" : guard;
  await writeSealed(file, { signalboxKey: 1, guard: sealedBy, box: await seal(keychain, sealedBy, key) });
  return new Uint8Array(key);
}

async function openKey(keychain: Keychain, file: string, stored: SealedKey): Promise<Uint8Array> {
  const box = Buffer.from(stored.box, "base64");
  if (stored.guard === "key-file") return checked(box, file);
  const opened = await keychain.decryptStringAsync(box).catch((error: unknown) => {
    throw new Error(
      `The keychain does not open ${file}: unlock it and start again, or move the file and the database away to start afresh`,
      { cause: error },
    );
  });
  const key = checked(Buffer.from(opened.result, "base64"), file);
  // The operating system has a newer key of its own: seal with that, so that the old one can go.
  if (opened.shouldReEncrypt) await writeSealed(file, { ...stored, box: await seal(keychain, stored.guard, key) });
  return key;
}

async function seal(keychain: Keychain, guard: SealedKey["guard"], key: Uint8Array): Promise<string> {
  const text = Buffer.from(key).toString("base64");
  return guard === "key-file" ? text : (await keychain.encryptStringAsync(text)).toString("base64");
}

function checked(key: Buffer, file: string): Uint8Array {
  if (key.length === KEY_BYTES) return new Uint8Array(key);
  throw new Error(`${file} does not hold a key: restore it from a backup, or move it and the database away`);
}

async function readSealed(file: string): Promise<SealedKey | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new Error(`${file} cannot be read (${error.message}): give this user the right to read it`, { cause: error });
  });
  if (text === undefined) return undefined;
  const value = parseJson(text);
  const parsed = SealedKey.safeParse(value);
  if (parsed.success) return parsed.data;
  if (NewerKey.safeParse(value).success) {
    throw new Error(`${file} was written by a newer Signalbox: start that version`);
  }
  // Making a new key here would lose every secret in the database without a word.
  throw new Error(`${file} is damaged: restore it from a backup, or move it and the database away`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a half-written key file would lose every secret. */
async function writeSealed(file: string, sealed: SealedKey): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(sealed), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
