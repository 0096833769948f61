/** Owns the Settings screen: every setting by section, found by name. */
import { UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ComponentType, useEffect, useRef, useState } from "react";
import { type IndexRow, matchingSections, type SettingId } from "../../stores/setting-index.ts";
import { useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import { Message } from "../../ui/message.tsx";
import screen from "../../ui/screen.module.css";
import { SearchField } from "../../ui/search-field.tsx";
import { AdminKey } from "./admin-key.tsx";
import { Density, Motion, Scheme, Times, Zoom } from "./appearance.tsx";
import { Backup } from "./backup.tsx";
import { BrokerSetting } from "./broker-setting.tsx";
import { DataFolder } from "./data-folder.tsx";
import { Dialects } from "./dialects.tsx";
import { Layer, Updates, Version } from "./facts.tsx";
import { Kicks } from "./kicks.tsx";
import { Addresses, Reach } from "./network.tsx";
import { Port } from "./port.tsx";
import { Secrets } from "./security.tsx";
import styles from "./settings.module.css";
import { ShortcutTable } from "./shortcut-table.tsx";
import { useShownSection } from "./use-shown-section.ts";
import { WorkspaceFile } from "./workspace-file.tsx";

/** What is not a setting of the broker has a part of its own. */
const PARTS: Readonly<Partial<Record<SettingId, ComponentType>>> = {
  "workspace-file": WorkspaceFile,
  addresses: Addresses,
  port: Port,
  reach: Reach,
  dialects: Dialects,
  layer: Layer,
  "data-folder": DataFolder,
  backup: Backup,
  scheme: Scheme,
  density: Density,
  zoom: Zoom,
  times: Times,
  motion: Motion,
  shortcuts: ShortcutTable,
  kicks: Kicks,
  secrets: Secrets,
  "admin-key": AdminKey,
  updates: Updates,
  version: Version,
};

export function SettingsScreen() {
  const [query, setQuery] = useState("");
  const scroller = useRef<HTMLDivElement>(null);
  const sections = matchingSections(query);
  const shown = useShownSection(scroller, sections);
  useAskedSetting(() => setQuery(""));
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Settings</h1>
        <SearchField
          label="Find a setting"
          placeholder="Find a setting"
          icon={<IconSearch {...ICON.small} />}
          width={280}
          value={query}
          onChange={setQuery}
        />
      </div>
      {sections.length === 0 ? (
        <Message title="No setting by that name" detail={`Nothing holds “${query.trim()}”.`}>
          <Button onClick={() => setQuery("")}>Show all settings</Button>
        </Message>
      ) : (
        <div className={styles.body}>
          <nav className={styles.nav} aria-label="Sections of the settings">
            {sections.map(({ id, title }) => (
              <UnstyledButton
                key={id}
                className={`${styles.entry} ${id === shown ? styles.on : ""}`}
                aria-current={id === shown ? "true" : undefined}
                onClick={() => document.getElementById(`settings-${id}`)?.scrollIntoView({ block: "start" })}
              >
                {title}
              </UnstyledButton>
            ))}
          </nav>
          <div className={styles.scroller} ref={scroller}>
            {sections.map(({ id, title, rows }) => (
              <section
                key={id}
                id={`settings-${id}`}
                className={styles.section}
                aria-labelledby={`settings-${id}-title`}
              >
                <h2 id={`settings-${id}-title`}>{title}</h2>
                {rows.map((row) => (
                  <Part key={row.id} row={row} />
                ))}
              </section>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

function Part({ row: { id } }: { row: IndexRow }) {
  const Own = PARTS[id];
  return <div data-setting={id}>{Own ? <Own /> : <BrokerSetting id={id} />}</div>;
}

const FOCUS_AFTER_MS = 60;

/** The palette asked for a setting by name: it comes into view with the focus. */
function useAskedSetting(showAll: () => void): void {
  const asked = useShell((state) => state.askedSetting);
  const settingShown = useShell((state) => state.settingShown);
  useEffect(() => {
    if (asked === null) return;
    showAll();
    // The palette gives the focus back as it closes: this comes after.
    setTimeout(() => {
      const row = document.querySelector<HTMLElement>(`[data-setting="${asked}"]`);
      row?.scrollIntoView({ block: "center" });
      row?.querySelector<HTMLElement>("input, button, select, [tabindex]")?.focus({ preventScroll: true });
      settingShown();
    }, FOCUS_AFTER_MS);
  }, [asked, showAll, settingShown]);
}
