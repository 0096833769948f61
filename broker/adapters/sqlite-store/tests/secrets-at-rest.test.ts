/** What a thief of the data folder's database files would find. */
import { spawnSync } from "node:child_process";
import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { auditRow, change, tokenRow } from "../../../testing/policy-rows.ts";
import { openSqliteStore } from "../../sqlite-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-rest-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function seal(secret: string, key: Uint8Array): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  return Buffer.concat([nonce, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

/** Files that hold the text. By another process: closing a file of an open database in this one would drop SQLite's locks. */
function filesWith(text: string): string[] {
  const { status, stdout } = spawnSync("grep", ["-rlaF", "--", text, folder], { encoding: "utf8" });
  if (status !== 0 && status !== 1) throw new Error("grep did not run");
  return stdout.split("\n").filter(Boolean);
}

it("S9 no secret stands in the database, its WAL, its journal of undo rows or a backup, in plain or in base64", async () => {
  const secrets = ["first-Secret-0123456789abcdef", "second-Secret-fedcba9876543210"];
  const key = randomBytes(32);
  const [first, second] = secrets.map((secret) =>
    tokenRow("t1", {
      secretHash: createHash("sha256").update(secret).digest("hex"),
      sealedSecret: seal(secret, key),
      secretHint: `${secret.slice(0, 4)}••••${secret.slice(-2)}`,
    }),
  );
  if (!first || !second) throw new Error("no tokens");
  const store = openSqliteStore(join(folder, "signalbox.db"));
  store.commit(change(1, { tokens: [first] }, { deletedTokens: ["t1"] }), auditRow(1));
  store.commit(change(2, { tokens: [second] }, { tokens: [first] }), auditRow(2));
  await store.backup(join(folder, "copy.db"));

  const lookAround = (): void => {
    // The search finds what is there: the hash by which the token is looked up.
    expect(filesWith(second.secretHash).length).toBeGreaterThan(0);
    for (const secret of secrets) {
      for (const form of [
        secret,
        Buffer.from(secret).toString("base64").slice(0, 32),
        Buffer.from(secret).toString("hex"),
      ]) {
        expect(filesWith(form)).toEqual([]);
      }
    }
    expect(filesWith(Buffer.from(key).toString("base64"))).toEqual([]);
  };
  lookAround();
  store.close();
  lookAround();
});
