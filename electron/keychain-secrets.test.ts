/** Owns the proof that the sealing key survives restarts, is never made anew over a lost one, and says what guards it. */

import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Keychain, openKeychainSecrets } from "./keychain-secrets.ts";

/** A keychain of one account: seals by putting its name before the reversed text. */
function keychain(
  options: { backend?: "gnome_libsecret" | "basic_text"; account?: string; none?: boolean; rotate?: boolean } = {},
) {
  const { backend = "gnome_libsecret", account = "anna", none = false, rotate = false } = options;
  const state = { plainText: false, sealed: 0 };
  const fake: Keychain = {
    getSelectedStorageBackend: () => backend,
    setUsePlainTextEncryption: (use) => {
      state.plainText = use;
    },
    isAsyncEncryptionAvailable: async () => !none && (backend !== "basic_text" || state.plainText),
    encryptStringAsync: async (text) => {
      state.sealed += 1;
      return Buffer.from(`${account}:${[...text].reverse().join("")}`);
    },
    decryptStringAsync: async (box) => {
      const [owner, text] = box.toString().split(":");
      if (owner !== account) throw new Error("Error while decrypting");
      return { shouldReEncrypt: rotate, result: [...(text ?? "")].reverse().join("") };
    },
  };
  return { fake, state };
}

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-keychain-"));
  file = join(folder, "keychain.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the sealing key", () => {
  it("is 32 bytes, the same on every start, and not readable in its file", async () => {
    const first = await (await openKeychainSecrets(keychain().fake, file, "linux")).loadKey();
    const second = await (await openKeychainSecrets(keychain().fake, file, "linux")).loadKey();

    expect(first).toHaveLength(32);
    expect(second).toEqual(first);
    expect(readFileSync(file, "utf8")).not.toContain(Buffer.from(first).toString("base64"));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("is not replaced when the keychain does not open it or the file is damaged: the error says what to do", async () => {
    await (await openKeychainSecrets(keychain().fake, file, "linux")).loadKey();
    const before = readFileSync(file, "utf8");
    const stranger = await openKeychainSecrets(keychain({ account: "bert" }).fake, file, "linux");
    await expect(stranger.loadKey()).rejects.toThrow(/unlock it and start again/);
    expect(readFileSync(file, "utf8")).toBe(before);

    writeFileSync(file, before.slice(0, 20));
    await expect(openKeychainSecrets(keychain().fake, file, "linux")).rejects.toThrow(/is damaged: restore it/);
  });

  it.each([
    ["empty", "", /is damaged: restore it/],
    ["rubbish", randomBytes(5000), /is damaged: restore it/],
    ["of a newer version", '{"signalboxKey":2,"box":{}}', /was written by a newer Signalbox: start that version/],
  ])("Y11 is not replaced when its file is %s: the error names it", async (_what, content, words) => {
    writeFileSync(file, content);
    const before = readFileSync(file);
    const opening = openKeychainSecrets(keychain().fake, file, "linux");
    await expect(opening).rejects.toThrow(words);
    await expect(opening).rejects.toThrow(file);
    expect(readFileSync(file)).toEqual(before);
  });

  it("Y11 is not made beside a folder in its file's place", async () => {
    mkdirSync(file);
    await expect(openKeychainSecrets(keychain().fake, file, "linux")).rejects.toThrow(`${file} cannot be read`);
  });

  it("is sealed again when the operating system has a newer key", async () => {
    const key = await (await openKeychainSecrets(keychain().fake, file, "linux")).loadKey();
    const rotating = keychain({ rotate: true });
    expect(await (await openKeychainSecrets(rotating.fake, file, "linux")).loadKey()).toEqual(key);
    expect(rotating.state.sealed).toBe(1);
  });
});

describe("what guards it", () => {
  it("is the keychain where there is one", async () => {
    expect((await openKeychainSecrets(keychain().fake, file, "linux")).guard).toBe("keychain");
    expect((await openKeychainSecrets(keychain().fake, file, "darwin")).guard).toBe("keychain");
  });

  it("is said to be obscured on a Linux without a keyring, before and after the first start", async () => {
    const { fake, state } = keychain({ backend: "basic_text" });
    const secrets = await openKeychainSecrets(fake, file, "linux");
    expect(secrets.guard).toBe("obscured");
    expect(state.plainText).toBe(true);
    await secrets.loadKey();
    expect((await openKeychainSecrets(fake, file, "linux")).guard).toBe("obscured");
  });

  it("is a plain key file, and says so, where nothing can seal at all", async () => {
    const { fake } = keychain({ none: true });
    const secrets = await openKeychainSecrets(fake, file, "win32");
    expect(secrets.guard).toBe("key-file");
    const key = await secrets.loadKey();
    expect(await (await openKeychainSecrets(fake, file, "win32")).loadKey()).toEqual(key);
  });
});
