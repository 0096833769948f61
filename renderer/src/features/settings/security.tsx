/** Owns what guards this broker: its token secrets, and the key that operators come in with. */
import type { ServerInfo } from "../../../../broker/contract/live.ts";
import { useLive } from "../../stores/stores.tsx";
import { Status, type Tone } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { SettingRow } from "./setting-row.tsx";

const GUARDS: Readonly<Record<ServerInfo["secrets"], { tone: Tone; word: string; more: string }>> = {
  keychain: {
    tone: "ok",
    word: "Sealed by the system's keychain",
    more: "Only this user of this machine can open them.",
  },
  "key-file": {
    tone: "ok",
    word: "Sealed by a key file",
    more: "The key lies beside the database and is its owner's alone. Whoever has both files has the secrets.",
  },
  obscured: {
    tone: "warn",
    word: "Only obscured",
    more: "This machine has no keyring: the seal's password is publicly known. Install one (GNOME Keyring, KWallet) and start again.",
  },
  memory: {
    tone: "off",
    word: "In memory only",
    more: "Nothing is written to the disk, and nothing outlives this run.",
  },
};

export function Secrets() {
  const { tone, word, more } = GUARDS[useLive((data) => data.server.secrets)];
  return (
    <SettingRow
      label="Token secrets"
      help="Tokens are found by a hash of their secret; the secret itself lies in the database only in a sealed box."
      effect={null}
    >
      <Status tone={tone}>{word}</Status>
      <p className={`${text.small} ${text.second}`}>{more}</p>
    </SettingRow>
  );
}

export function AdminKey() {
  const isDesktop = useLive((data) => data.server.runtime === "desktop");
  return (
    <SettingRow
      label="Admin key and logins"
      help="The admin API and consoles in browsers need it. A login lasts 30 days in its browser, and ends when the key changes."
      effect={null}
    >
      <p>
        {isDesktop
          ? "Made anew at each start of the desktop app, and kept nowhere. The Broker menu opens a browser that is logged in."
          : "Kept in admin.key in the data folder, for its owner alone, unless the start named another one."}
      </p>
      {!isDesktop && (
        <p className={`${text.small} ${text.second}`}>
          To replace it, delete admin.key and start the broker again: a new key is made, and every browser logs in anew.
        </p>
      )}
    </SettingRow>
  );
}
