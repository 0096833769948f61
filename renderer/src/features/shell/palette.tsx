/** Owns the palette: one field that finds screens, commands, and what the broker has by name. */
import { Spotlight, spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useHost } from "../../host/host-context.tsx";
import { useShell, useStores } from "../../stores/stores.tsx";
import { ICON } from "../../ui/icons.ts";
import { KeyCaps } from "../../ui/key-cap.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./palette.module.css";
import { grouped, matchingRows } from "./palette-match.ts";
import { paletteRows, topicRows } from "./palette-rows.ts";
import { useFoundTopics } from "./use-found-topics.ts";

/** More than this many rows help nobody; typing narrows them. */
const ROWS = 60;

export function Palette() {
  const { shell } = useStores();
  // Asked for before this part was loaded, it opens as soon as it is.
  const isOpen = useShell((state) => state.overlay === "palette");
  const close = useShell((state) => state.closeOverlay);
  const [query, setQuery] = useState("");
  useEffect(() => (isOpen ? spotlight.open() : spotlight.close()), [isOpen]);
  return (
    <Spotlight.Root
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={() => {
        if (shell.getState().overlay === "palette") close();
      }}
      scrollable
      maxHeight={460}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { "aria-label": "Command palette" } }}
      size={600}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
    >
      <Spotlight.Search
        placeholder="Search or run a command"
        aria-label="Search or run a command"
        leftSection={<IconSearch {...ICON.medium} />}
      />
      <Spotlight.ActionsList>{isOpen && <Rows query={query} />}</Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Rows({ query }: { query: string }) {
  const stores = useStores();
  const { isMac } = useHost();
  const rows = useMemo(() => paletteRows(stores, isMac), [stores, isMac]);
  const topics = useFoundTopics(query);
  const found = matchingRows([...rows, ...topicRows(stores, topics)], query, ROWS);
  if (found.length === 0) return <Spotlight.Empty>Nothing by that name</Spotlight.Empty>;
  return grouped(found).map(({ group, rows: members }) => (
    <Spotlight.ActionsGroup key={group} label={group}>
      {members.map(({ id, label, detail, icon: Icon, caps, run }) => (
        <Spotlight.Action key={`${group}-${id}`} onClick={run}>
          <span className={styles.row}>
            <Icon {...ICON.medium} />
            <span className={text.cut}>{visibleName(label)}</span>
            {detail !== undefined && <span className={`${text.small} ${text.third} ${text.cut}`}>{detail}</span>}
            <span className={text.grow} />
            <span>
              <KeyCaps caps={caps} />
            </span>
          </span>
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  ));
}
