/** Owns the Overview: where the broker listens, how it goes, what was denied and what the last edits did. */
import { Modal } from "@mantine/core";
import { IconPlugConnected, IconRoute } from "@tabler/icons-react";
import { useLive, usePreferences, useShell, useStores } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatSpan } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import screen from "../../ui/screen.module.css";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import { Addresses } from "./addresses.tsx";
import { Charts } from "./charts.tsx";
import { ConnectDevice } from "./connect-device.tsx";
import { Counters } from "./counters.tsx";
import { Denials } from "./denials.tsx";
import { InternalErrors } from "./internal-errors.tsx";
import { LastRevocation } from "./last-revocation.tsx";
import { LimitsNearFull } from "./limits-near-full.tsx";
import styles from "./overview.module.css";
import { RecentEdits } from "./recent-edits.tsx";

export function Overview() {
  const isNew = useLive((data) => data.stats.connectionsPeak === 0 && data.tokens.size === 0);
  const { commands } = useStores();
  const isTourOver = usePreferences((state) => state.isTourOver);
  const isConnectOpen = useShell((state) => state.overlay === "connect");
  const open = useShell((state) => state.open);
  const close = useShell((state) => state.closeOverlay);
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Overview</h1>
        <Uptime />
        <span className={text.grow} />
        {!isTourOver && (
          <Button look="ghost" onClick={() => commands.getState().run("shell.tour")}>
            <IconRoute {...ICON.small} />
            Take the tour
          </Button>
        )}
        <Button onClick={() => open("connect")}>
          <IconPlugConnected {...ICON.small} />
          Connect a device
        </Button>
      </div>
      <div className={styles.body}>
        <Addresses />
        <InternalErrors />
        {isNew ? (
          <div className={styles.empty}>
            <h2>Connect a device</h2>
            <ConnectDevice />
          </div>
        ) : (
          <>
            <Counters />
            <Charts />
            <div className={styles.three}>
              <LimitsNearFull />
              <Denials />
              <LastRevocation />
            </div>
            <RecentEdits />
          </>
        )}
      </div>
      <Modal opened={isConnectOpen} onClose={close} title="Connect a device" size={688}>
        <ConnectDevice />
      </Modal>
    </div>
  );
}

function Uptime() {
  const server = useLive((data) => data.server);
  const now = useNow();
  const isNetwork = server.addresses.some(({ label }) => label !== "this machine");
  const reach = isNetwork ? "loopback and local network" : "loopback only";
  return (
    <span className={text.third}>
      Up {formatSpan(now - Date.parse(server.startedAt))}, {reach}, {server.tls ? "TLS" : "no TLS"}
    </span>
  );
}
