/** Owns one row of the matrix: the token, its use, and its cells. */
// biome-ignore-all lint/a11y/useSemanticElements: the grid pattern over virtual rows cannot be made of table elements
import { memo } from "react";
import type { Token } from "../../../../broker/contract/nouns.ts";
import { cellKey, cellOf, type PendingEdits } from "../../stores/pending-edits.ts";
import type { RightsIndex } from "../../stores/saved-rights.ts";
import { usePending, useTester } from "../../stores/stores.tsx";
import { Badge } from "../../ui/badge.tsx";
import { formatCount } from "../../ui/format.ts";
import { Since } from "../../ui/since.tsx";
import text from "../../ui/text.module.css";
import { USAGE_WORD, usageOf } from "../../ui/usage.ts";
import { UsageBar } from "../../ui/usage-bar.tsx";
import { useNow } from "../../ui/use-now.ts";
import styles from "./matrix.module.css";
import { MatrixCell } from "./matrix-cell.tsx";
import type { Column } from "./matrix-view.ts";
import { TokenCell } from "./token-cell.tsx";

export type MatrixRowProps = {
  token: Token;
  tags: readonly Column[];
  index: number;
  top: number;
  rights: RightsIndex;
  pending: PendingEdits;
  closes: ReadonlyMap<string, number>;
  /** Column of the tab stop, or -1 when it is in another row. */
  focusedColumn: number;
  onFocusCell: (row: number, column: number) => void;
};

export const MatrixRow = memo(function MatrixRow(props: MatrixRowProps) {
  const { token, tags, index, top, rights, pending, closes, focusedColumn, onFocusCell } = props;
  const isAsked = useTester((state) => state.tokenId === token.id);
  const refusal = usePending((state) => state.refusal);
  const isRefusedRow =
    refusal !== null &&
    [...pending.cells.keys()].some((key) => cellOf(key).tokenId === token.id) &&
    refusal.code === "CONFLICT";
  const names = [styles.row, isAsked && styles.asked, token.state !== "enabled" && styles.off];
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isAsked}
      className={names.filter(Boolean).join(" ")}
      style={{ position: "absolute", top, left: 0, right: 0 }}
    >
      <TokenCell token={token} />
      <UsageCell token={token} />
      <SeenCell at={token.lastSeenAt} />
      {tags.map((tag, column) => (
        <MatrixCell
          key={tag.id}
          token={token}
          tag={tag}
          row={index}
          column={column}
          saved={rights.permission(token.id, tag.id)?.access ?? "none"}
          pending={pending.cells.get(cellKey(token.id, tag.id))}
          closes={closes.get(cellKey(token.id, tag.id)) ?? 0}
          isRefused={isRefusedRow}
          isTabStop={column === focusedColumn}
          onFocusCell={onFocusCell}
        />
      ))}
    </div>
  );
});

function UsageCell({ token }: { token: Token }) {
  const usage = usageOf(token.connections, token.maxConnections);
  return (
    <div role="gridcell" tabIndex={-1} className={styles.usage}>
      <div>
        <span className={text.mono}>
          {usage === "unlimited"
            ? `${formatCount(token.connections)}, no limit`
            : `${formatCount(token.connections)} of ${formatCount(token.maxConnections)}`}
        </span>
        {(usage === "near" || usage === "full") && <Badge tone="warn">{USAGE_WORD[usage]}</Badge>}
      </div>
      <UsageBar connections={token.connections} maxConnections={token.maxConnections} />
    </div>
  );
}

function SeenCell({ at }: { at: string | null }) {
  const now = useNow();
  return (
    <div role="gridcell" tabIndex={-1} className={`${text.num} ${styles.seen}`}>
      <Since at={at} now={now} />
    </div>
  );
}
