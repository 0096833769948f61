/** Owns what guards the token secrets of this broker. */
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
  const trouble = useLive((data) => data.server.secretsTrouble);
  return (
    <SettingRow
      label="Token secrets"
      help="Tokens are found by a hash of their secret; the secret itself lies in the database only in a sealed box."
      effect={null}
    >
      <Status tone={tone}>{word}</Status>
      <p className={`${text.small} ${text.second}`}>{more}</p>
      {trouble === null ? null : (
        <>
          <Status tone="warn">Some secrets cannot be shown</Status>
          <p className={`${text.small} ${text.second}`}>{trouble}</p>
        </>
      )}
    </SettingRow>
  );
}
