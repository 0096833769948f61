/** Owns the journals under the table: the door log, revocations, kicks, refused messages. */
import { IconDoorEnter } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Dock as DockTab } from "../../stores/shell.ts";
import { useLive, useShell } from "../../stores/stores.tsx";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import text from "../../ui/text.module.css";
import styles from "./dock.module.css";
import { DoorLog } from "./door-log.tsx";
import { Kicks } from "./kicks.tsx";
import { Refusals } from "./refusals.tsx";
import { Revocations } from "./revocations.tsx";

const TABS: readonly { tab: DockTab; label: string; note: string; part: ComponentType }[] = [
  { tab: "door", label: "Door log", note: "refused at the door, newest first", part: DoorLog },
  { tab: "revocations", label: "Revocations", note: "edits that reached connections, newest first", part: Revocations },
  { tab: "kicks", label: "Kicks", note: "closed by an operator, newest first", part: Kicks },
  { tab: "refusals", label: "Refused messages", note: "the connection lives on, newest first", part: Refusals },
];

export function Dock() {
  const current = useShell((state) => state.dock);
  const setDock = useShell((state) => state.setDock);
  const counts: Readonly<Record<DockTab, number>> = {
    door: useLive((data) => data.doorlog.length),
    revocations: useLive((data) => data.revocations.length),
    kicks: useLive((data) => data.kicks.length),
    refusals: useLive((data) => data.refusals.length),
  };
  const shown = TABS.find(({ tab }) => tab === current) ?? TABS[0];
  const Part = shown?.part ?? DoorLog;
  return (
    <section className={styles.dock} aria-label="Journals">
      <div className={styles.tabs} role="tablist" aria-label="Journals">
        {TABS.map(({ tab, label }) => (
          <button
            key={tab}
            type="button"
            role="tab"
            aria-selected={tab === current}
            className={tab === current ? styles.on : ""}
            onClick={() => setDock(tab)}
          >
            {tab === "door" && <IconDoorEnter {...ICON.small} />}
            {label}
            <b>{formatCount(counts[tab])}</b>
          </button>
        ))}
        <span className={text.grow} />
        <span className={`${styles.note} ${text.cut}`}>{shown?.note}</span>
      </div>
      <div className={styles.rows} role="tabpanel" aria-label={shown?.label}>
        <Part />
      </div>
    </section>
  );
}
