/** Owns the broker's port: told where the start decides it, changed where the host can, and never moved by itself. */
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { EFFECT_RESTART } from "../../../../broker/contract/setting-words.ts";
import type { DesktopDeeds, PortAnswer } from "../../host/host.ts";
import { useHost } from "../../host/host-context.tsx";
import { useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./setting-row.module.css";
import { SettingRow } from "./setting-row.tsx";

const HELP =
  "Devices hold it in their settings: after a change they cannot reach the broker until theirs is changed too.";

export function Port() {
  const { desktop } = useHost();
  const current = useLive((data) => portOf(data.server.admin));
  if (desktop) return <ChangePort desktop={desktop} current={current} />;
  return (
    <SettingRow label="Port" help={HELP} effect={EFFECT_RESTART}>
      <p>{current}</p>
      <p className={`${text.small} ${text.second}`}>
        This broker was started with its port: start it with <code>--port</code> or <code>SIGNALBOX_PORT</code> to have
        another one.
      </p>
    </SettingRow>
  );
}

function ChangePort({ desktop, current }: { desktop: DesktopDeeds; current: number }) {
  const connections = useLive((data) => data.stats.connections);
  const [typed, setTyped] = useState<string | null>(null);
  const [answer, setAnswer] = useState<PortAnswer | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const wished = Number(typed ?? current);
  const isPort = Number.isInteger(wished) && wished >= 1 && wished <= 65_535;
  const problem = isPort ? failure : "A whole number from 1 to 65,535.";

  const attempt = async (deed: () => Promise<void>) => {
    try {
      setFailure(null);
      await deed();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "The desktop did not answer.");
    }
  };
  const keep = (port: number) =>
    attempt(async () => {
      const said = await desktop.changePort(port);
      setAnswer(said);
      if (said.state === "kept") setTyped(String(port));
    });

  return (
    <SettingRow label="Port" help={HELP} effect={EFFECT_RESTART} problem={problem}>
      <div className={styles.line}>
        <TextInput
          aria-label="Port"
          value={typed ?? String(current)}
          error={problem !== null}
          inputMode="numeric"
          w={96}
          onChange={(event) => {
            setTyped(event.currentTarget.value.trim());
            setAnswer(null);
          }}
        />
        {isPort && wished !== current && answer === null && (
          <Button look="primary" onClick={() => keep(wished)}>
            Use port {wished}
          </Button>
        )}
      </div>
      {answer?.state === "busy" && (
        <>
          <Status tone="bad">Port {answer.port} is in use by another program</Status>
          <div className={styles.line}>
            {answer.free !== null && (
              <Button size="small" onClick={() => keep(answer.free ?? answer.port)}>
                Use port {answer.free}
              </Button>
            )}
            <Button size="small" look="ghost" onClick={() => keep(answer.port)}>
              Try {answer.port} again
            </Button>
          </div>
        </>
      )}
      {answer?.state === "kept" && (
        <>
          <Status tone="ok">Port {answer.port} is kept for the next start</Status>
          <Button
            size="small"
            look={connections > 0 ? "danger" : "plain"}
            onClick={() => attempt(() => desktop.restart())}
          >
            Restart now: closes {formatPlural(connections, "connection")}
          </Button>
        </>
      )}
    </SettingRow>
  );
}

function portOf(address: string): number {
  const { port, protocol } = new URL(address);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}
