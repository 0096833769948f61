/** Owns the key that operators come in with: where it is from, and a new one in its place. */
import { IconKey } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { ServerInfo } from "../../../../broker/contract/live.ts";
import { useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import { ReplaceKey } from "./replace-key.tsx";
import { SettingRow } from "./setting-row.tsx";

const FROM: Readonly<Record<ServerInfo["adminKey"], ReactNode>> = {
  file: (
    <>
      Kept in <code>admin.key</code> in the data folder, for its owner alone.
    </>
  ),
  given: (
    <>
      Set where the broker is started: <code>--admin-key</code>, <code>SIGNALBOX_ADMIN_KEY</code> or{" "}
      <code>adminKey</code> in <code>settings.json</code>. To replace it, change it there and start again.
    </>
  ),
  run: "Made anew at each start, and kept nowhere. The Broker menu of the desktop app opens a browser that is logged in.",
};

export function AdminKey() {
  const from = useLive((data) => data.server.adminKey);
  const [isAsking, setAsking] = useState(false);
  return (
    <SettingRow
      label="Admin key and logins"
      help="The admin API and consoles in browsers need it. A login lasts 30 days in its browser, and ends when the key is replaced."
      effect={null}
    >
      <p>{FROM[from]}</p>
      {from !== "given" && (
        <Button onClick={() => setAsking(true)}>
          <IconKey {...ICON.small} />
          Replace the admin key…
        </Button>
      )}
      <ReplaceKey isOpen={isAsking} onClose={() => setAsking(false)} />
    </SettingRow>
  );
}
