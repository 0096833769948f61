/** Owns the top bar: workspace, broker pill, palette, colour scheme. */
import { UnstyledButton } from "@mantine/core";
import { IconCheck, IconChevronDown, IconCopy, IconSearch } from "@tabler/icons-react";
import { useIsStale, useLive, useShell } from "../../stores/stores.tsx";
import { useCapsOf } from "../../stores/use-commands.ts";
import { useCopy } from "../../ui/copy.tsx";
import { ICON } from "../../ui/icons.ts";
import { KeyCaps } from "../../ui/key-cap.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import { SchemeSwitch } from "./scheme-switch.tsx";
import { ServeSwitch } from "./stop-broker.tsx";
import styles from "./top-bar.module.css";

export function TopBar() {
  const name = useLive((data) => data.settings.workspaceName);
  const go = useShell((state) => state.go);
  const open = useShell((state) => state.open);
  const paletteCaps = useCapsOf("shell.palette");
  return (
    <div className={styles.bar}>
      <UnstyledButton className={styles.workspace} onClick={() => go("settings")} title={`${name}: workspace settings`}>
        <span className={text.cut}>{visibleName(name)}</span>
        <IconChevronDown {...ICON.small} />
      </UnstyledButton>
      <BrokerPill />
      <span className={text.grow} />
      <UnstyledButton
        className={styles.find}
        data-tour="palette"
        onClick={() => open("palette")}
        aria-label="Search or run a command"
        title="Search or run a command"
      >
        <IconSearch {...ICON.small} />
        <span className={`${text.cut} ${text.grow}`}>Search or run a command</span>
        <KeyCaps caps={paletteCaps} />
      </UnstyledButton>
      <ServeSwitch />
      <SchemeSwitch />
    </div>
  );
}

function BrokerPill() {
  const address = useLive((data) => data.server.addresses[0]?.broker ?? "");
  const isStale = useIsStale();
  const [state, copy] = useCopy();
  const isServing = useLive((data) => data.server.serving);
  const condition = isStale ? "Link lost" : isServing ? "Running" : "Stopped";
  const word = state === "copied" ? "Copied" : condition;
  const look = isStale ? "lost" : isServing ? "" : "stopped";
  return (
    <UnstyledButton
      className={styles.pill}
      data-tour="broker"
      onClick={() => copy(address)}
      aria-label={`Broker ${word}, copy its address ${address}`}
      title="Copy address"
    >
      <span className={styles.dot} data-look={look} />
      <b data-look={look}>{word}</b>
      <span className={text.mono}>{address}</span>
      {state === "copied" ? <IconCheck {...ICON.small} /> : <IconCopy {...ICON.small} />}
    </UnstyledButton>
  );
}
