/** Owns the Connections screen: the live table, the panel beside it, the journals under it. */
import { useLocalStorage } from "@mantine/hooks";
import { IconColumns3, IconFilter, IconPlugConnectedX, IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useLive, useShell } from "../../stores/stores.tsx";
import { ChipsField } from "../../ui/chips-field.tsx";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import screen from "../../ui/screen.module.css";
import text from "../../ui/text.module.css";
import { ToolButton } from "../../ui/tool-button.tsx";
import { useWindowWidth } from "../../ui/use-window-width.ts";
import { COLUMNS, groupedColumns } from "./columns.tsx";
import { ColumnsMenu } from "./columns-menu.tsx";
import { parseConnectionFilter, termProblem } from "./connection-filter.ts";
import styles from "./connections.module.css";
import { Detail } from "./detail.tsx";
import { Dock } from "./dock.tsx";
import { Empty } from "./empty.tsx";
import { suggestTerms } from "./filter-suggestions.ts";
import { Grid } from "./grid.tsx";
import { KickDialog, type KickPlan } from "./kick-dialog.tsx";
import { nextSort, type Sort } from "./row-order.ts";
import { groupBySubject } from "./subject-groups.ts";
import { useChosenColumns } from "./use-chosen-columns.ts";
import { usePanelKeys } from "./use-panel-keys.ts";
import { useRows } from "./use-rows.ts";
import { useSelection } from "./use-selection.ts";

export function Connections() {
  const filter = useShell((state) => state.connectionsFilter);
  const { setConnectionsFilter, selectConnection } = useShell((state) => state);
  const openId = useShell((state) => state.selectedConnection);
  const total = useLive((data) => data.connections.size);
  const [sort, setSort] = useState<Sort>({ key: "out", isDescending: true });
  const [isPointed, setPointed] = useState(false);
  const [keepsClosed, setKeepsClosed] = useState(true);
  const [kicked, setKicked] = useState<KickPlan | null>(null);
  const [chosen, toggleColumn] = useChosenColumns();
  const selection = useSelection();
  const hasWord = useWindowWidth() !== "slim";
  const parsed = useMemo(() => parseConnectionFilter(filter), [filter]);
  const sorted = useRows({
    test: parsed.test,
    sort,
    isPointed,
    keepsClosed,
    isHeld: (id) => id === openId || selection.has(id),
  });
  usePanelKeys(openId !== null, () => selectConnection(null));
  const [isGrouped, setGrouped] = useLocalStorage({ key: "signalbox-connections-grouped", defaultValue: false });
  const groups = useMemo(() => (isGrouped ? groupBySubject(sorted.rows) : null), [isGrouped, sorted.rows]);
  const rows = groups === null ? sorted : { ...sorted, rows: groups.rows };
  const columns = useMemo(() => {
    const shown = COLUMNS.filter((column) => chosen.has(column.key));
    return groups === null ? shown : groupedColumns(shown, groups.heads);
  }, [chosen, groups]);
  const live = [...selection.ids].filter((id) => rows.phaseOf(id) === null);
  const isEmpty = total === 0 && rows.rows.length === 0 && filter === "";
  const opened = rows.rows.find((row) => row.id === openId);
  useEffect(() => () => selectConnection(null), [selectConnection]);

  const step = (by: number) => {
    const at = rows.rows.findIndex((row) => row.id === openId);
    const next = rows.rows[at + by];
    if (at >= 0 && next) selectConnection(next.id);
  };

  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Connections</h1>
        <ChipsField
          label="Filter connections"
          placeholder="token: subject: address: filter: queue> …"
          icon={<IconFilter {...ICON.small} />}
          value={filter}
          onChange={setConnectionsFilter}
          problemOf={termProblem}
          suggest={(draft) => suggestTerms(draft, rows.rows)}
        />
        {keepsClosed && rows.justClosed > 0 && (
          <span className={styles.chip}>
            <span className={text.third}>closed</span> kept 6 s
            <button type="button" aria-label="Hide closed rows" onClick={() => setKeepsClosed(false)}>
              <IconX {...ICON.micro} />
            </button>
          </span>
        )}
        <span className={text.grow} />
        <span className={text.third}>
          <b className={text.second}>{formatCount(rows.live)}</b> live
          {rows.justClosed > 0 && (
            <>
              , <span className={styles.bad}>{formatCount(rows.justClosed)} just closed</span>
            </>
          )}
        </span>
        <ColumnsMenu
          chosen={chosen}
          onToggle={toggleColumn}
          keepsClosed={keepsClosed}
          onKeepClosed={setKeepsClosed}
          isGrouped={isGrouped}
          onGroup={setGrouped}
          trigger={<ToolButton icon={<IconColumns3 {...ICON.small} />} label="Columns" hasWord={hasWord} />}
        />
        <ToolButton
          icon={<IconPlugConnectedX {...ICON.small} />}
          label={live.length > 0 ? `Kick selected (${formatCount(live.length)})` : "Kick selected"}
          hasWord={hasWord}
          disabled={live.length === 0}
          onClick={() => setKicked({ ids: live })}
        />
      </div>
      {isEmpty ? (
        <Empty />
      ) : (
        <div className={screen.split}>
          <section className={screen.left} aria-label="Connections and journals">
            <Grid
              rows={rows}
              columns={columns}
              sort={sort}
              selection={selection}
              openId={openId}
              isPointed={isPointed}
              onSort={(key) => setSort((before) => nextSort(before, key))}
              onPoint={setPointed}
              onOpen={selectConnection}
              onClearFilter={() => setConnectionsFilter("")}
              onKick={() => live.length > 0 && setKicked({ ids: live })}
            />
            <Dock />
          </section>
          {opened && (
            <Detail
              key={opened.id}
              connection={opened}
              onStep={step}
              onClose={() => selectConnection(null)}
              onKick={(reason) => setKicked({ ids: [opened.id], ...(reason ? { reason } : {}) })}
            />
          )}
        </div>
      )}
      <KickDialog
        plan={kicked}
        onClose={() => setKicked(null)}
        onDone={() => {
          setKicked(null);
          selection.clear();
        }}
      />
    </div>
  );
}
