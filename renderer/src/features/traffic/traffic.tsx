/** Owns the Traffic screen: filter, histogram, the list, the panel beside it. */
import { useDebouncedValue } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { parseFilter } from "../../../../broker/contract/traffic-filter.ts";
import { useShell, useStores, useTraffic } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import screen from "../../ui/screen.module.css";
import { Detail } from "./detail.tsx";
import { Empty } from "./empty.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { Footer } from "./footer.tsx";
import { Grid, type GridHandle } from "./grid.tsx";
import { LiveHistogram } from "./histogram.tsx";
import { PauseButton } from "./pause-button.tsx";
import { useEscape } from "./use-escape.ts";

/** How long a word may be typed before it is asked for. */
const TYPING_MS = 250;

export function TrafficScreen() {
  const { traffic, shell } = useStores();
  const typed = useShell((state) => state.trafficFilter);
  const isEmpty = useTraffic((state) => state.list.length === 0);
  const [openId, setOpenId] = useState<string | null>(null);
  const row = useTraffic((state) => state.list.find((entry) => entry.key === openId));
  const filter = useAskedFilter(typed);
  const grid = useRef<GridHandle>(null);

  useEffect(() => traffic.getState().follow(filter), [traffic, filter]);
  useEffect(() => () => traffic.getState().hold("selected", false), [traffic]);

  const open = useCallback(
    (id: string | null) => {
      setOpenId(id);
      traffic.getState().hold("selected", id !== null);
    },
    [traffic],
  );
  const setFilter = useCallback((next: string) => shell.getState().setTrafficFilter(next), [shell]);
  const narrow = useCallback(
    (term: string) => setFilter(withTerm(shell.getState().trafficFilter, term)),
    [setFilter, shell],
  );

  useCommands({
    "traffic.pause": () => traffic.getState().hold("paused", !traffic.getState().holds.has("paused")),
    "traffic.newest": () => {
      open(null);
      traffic.getState().newest();
      document.querySelector("[data-list]")?.scrollTo({ top: 0 });
    },
    "traffic.list": () => document.querySelector<HTMLElement>("[data-list]")?.focus(),
    "traffic.panel": () => document.querySelector<HTMLElement>("[data-panel]")?.focus(),
  });
  useEscape(openId !== null ? () => open(null) : typed !== "" ? () => setFilter("") : null);

  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Traffic</h1>
        <FilterBar value={typed} onChange={setFilter} />
        <PauseButton />
        <ExportMenu filter={filter} />
      </div>
      <div className={screen.split}>
        <section className={screen.left} aria-label="Messages and refusals">
          <LiveHistogram />
          {isEmpty ? (
            <Empty filter={filter} onClearFilter={() => setFilter("")} />
          ) : (
            <Grid ref={grid} openId={openId} onOpen={open} onFilter={narrow} />
          )}
          <Footer onFilter={narrow} onSkipped={() => grid.current?.toNextGap()} />
        </section>
        {openId !== null && (
          <Detail
            id={openId}
            row={row?.kind === "row" ? row.row : undefined}
            onFilter={narrow}
            onClose={() => open(null)}
          />
        )}
      </div>
    </div>
  );
}

/** What the broker is asked for: what was typed once it rests, while it is right. A wrong filter leaves the one before in force. */
function useAskedFilter(typed: string): string {
  const [rested] = useDebouncedValue(typed, TYPING_MS);
  const [asked, setAsked] = useState(() => (parseFilter(typed).ok ? typed.trim() : ""));
  const isRight = useMemo(() => parseFilter(rested).ok, [rested]);
  useEffect(() => {
    if (isRight) setAsked(rested.trim());
  }, [isRight, rested]);
  return asked;
}

/** The filter with one more term; a term that is there already is not doubled. */
function withTerm(filter: string, term: string): string {
  const before = filter.trim();
  if (before.split(/\s+/).includes(term) || before.includes(term)) return `${before} `;
  return before === "" ? `${term} ` : `${before} ${term} `;
}
