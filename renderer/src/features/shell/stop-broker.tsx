/** Owns stopping and starting the broker from the top bar: what it closes is said before it is done. */
import { Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useIsStale, useLive, useShell } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./stop-broker.module.css";

export function ServeSwitch() {
  const client = useClient();
  const isServing = useLive((data) => data.server.serving);
  const isStale = useIsStale();
  const open = useShell((state) => state.open);
  const start = async () => {
    try {
      await client.server.start();
    } catch (error) {
      notifications.show({ title: "The broker was not started", message: refusalOf(error).message, color: "red" });
    }
  };
  useCommands({ "broker.toggle": () => (isServing ? open("stop") : void start()) });
  return isServing ? (
    <Button look="ghost" disabled={isStale} onClick={() => open("stop")}>
      <IconPlayerStop {...ICON.small} />
      Stop
    </Button>
  ) : (
    <Button look="primary" disabled={isStale} onClick={() => void start()}>
      <IconPlayerPlay {...ICON.small} />
      Start
    </Button>
  );
}

export function StopBroker() {
  const isOpen = useShell((state) => state.overlay === "stop");
  const close = useShell((state) => state.closeOverlay);
  return (
    <Modal opened={isOpen} onClose={close} title="Stop the broker" size={440}>
      <Question onDone={close} />
    </Modal>
  );
}

function Question({ onDone }: { onDone: () => void }) {
  const client = useClient();
  const connections = useLive((data) => data.stats.connections);
  const [problem, setProblem] = useState<string | null>(null);
  const [isStopping, setStopping] = useState(false);
  const stop = async () => {
    setStopping(true);
    try {
      await client.server.stop();
      onDone();
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
    setStopping(false);
  };
  return (
    <div className={styles.form}>
      <p className={text.second}>
        Every client is closed with 1001 and nobody is let in until you start it again. This console and the admin API
        go on; edits are saved and hold from the start on.
      </p>
      {problem && <Status tone="bad">{problem}</Status>}
      <div className={styles.actions}>
        <Button look="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button look="danger" data-autofocus disabled={isStopping} onClick={() => void stop()}>
          {connections === 0 ? "Stop: closes nobody" : `Stop: closes ${formatPlural(connections, "connection")}`}
        </Button>
      </div>
    </div>
  );
}
