/** Owns the wish to hear, through the system, of connections that were closed. */
import { Switch } from "@mantine/core";
import { useState } from "react";
import { useHost } from "../../host/host-context.tsx";
import { usePreferences } from "../../stores/stores.tsx";
import { SettingRow } from "./setting-row.tsx";

export function Kicks() {
  const host = useHost();
  const isOn = usePreferences((state) => state.notifiesKicks);
  const change = usePreferences((state) => state.change);
  const [problem, setProblem] = useState<string | null>(null);
  const set = async (next: boolean) => {
    const mayShow = !next || (await host.allowNotices());
    setProblem(
      mayShow
        ? null
        : "This browser does not let the console show notices. Allow them for this address, then try again.",
    );
    if (mayShow) change({ notifiesKicks: next });
  };
  return (
    <SettingRow
      label="Closed connections"
      help="A notice of the system when a policy edit or an operator closes connections while this window is not in front."
      problem={problem}
    >
      <Switch
        size="xs"
        label={isOn ? "On" : "Off"}
        aria-label="Notices of closed connections"
        checked={isOn}
        onChange={(event) => void set(event.currentTarget.checked)}
      />
    </SettingRow>
  );
}
