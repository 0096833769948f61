/** Owns one line of Traffic: a message, a refusal, or a gap that the view left. */
// biome-ignore-all lint/a11y/useSemanticElements: the grid pattern over virtual rows cannot be made of table elements
import {
  IconArrowBackUp,
  IconArrowDownLeft,
  IconDoor,
  IconFilterPlus,
  IconMailForward,
  IconNetwork,
  IconUser,
} from "@tabler/icons-react";
import { memo, type ReactNode, useContext } from "react";
import type { TrafficRow } from "../../../../broker/contract/traffic.ts";
import { quoteValue } from "../../../../broker/contract/traffic-filter.ts";
import type { TrafficEntry } from "../../stores/traffic-list.ts";
import { TimesContext } from "../../ui/clock.tsx";
import { formatClock, formatCount, formatMoment, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { payloadPreview } from "../../ui/published-bytes.ts";
import text from "../../ui/text.module.css";
import { directWords } from "./direct-words.ts";
import styles from "./grid.module.css";
import { Result } from "./result.tsx";
import { TopicName } from "./topic-name.tsx";

export type GridRowProps = {
  entry: TrafficEntry;
  index: number;
  top: number;
  isOpen: boolean;
  isActive: boolean;
  /** The pointer is over it: its values offer to become chips, and say more. */
  isPointed: boolean;
  onPoint: (index: number) => void;
  onOpen: (id: string) => void;
  onFill: (gap: string) => void;
  onFilter: (term: string) => void;
};

/** Elements and not components: React looks no further where it finds the same one, and a rush changes every row ten times a second. */
const GLYPH = {
  in: <IconArrowDownLeft {...ICON.micro} />,
  refused: <IconArrowDownLeft {...ICON.micro} />,
  operator: <IconUser {...ICON.micro} />,
  reply: <IconArrowBackUp {...ICON.micro} />,
  node: <IconNetwork {...ICON.micro} />,
  door: <IconDoor {...ICON.micro} />,
  direct: <IconMailForward {...ICON.micro} />,
} as const satisfies Record<TrafficRow["kind"], ReactNode>;

const SENDER = {
  in: "",
  refused: "",
  operator: "Operator",
  reply: "Automatic reply",
  node: "Other node",
  door: "",
  direct: "Operator",
} as const;

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { entry, index, top, isOpen, isActive, isPointed, onPoint, onOpen, onFill, onFilter } = props;
  const times = useContext(TimesContext);
  const place = { transform: `translateY(${top}px)` };
  if (entry.kind === "gap") {
    return (
      <div role="row" tabIndex={-1} aria-rowindex={index + 2} className={`${styles.row} ${styles.gap}`} style={place}>
        <span role="gridcell" tabIndex={-1}>
          View skipped {formatPlural(entry.count, "row")}
          <button type="button" tabIndex={-1} onClick={() => onFill(entry.key)}>
            Show
          </button>
        </span>
      </div>
    );
  }
  const { row, serial } = entry;
  const isDenied = row.result.kind !== "delivered";
  const names = [
    styles.row,
    Math.floor(serial) % 2 === 0 && styles.even,
    isDenied && styles.denied,
    isActive && styles.active,
    isOpen && styles.open,
  ];
  const token = row.tokenName ?? row.tokenId;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid's own key handler serves all rows
    <div
      role="row"
      id={`row-${row.id}`}
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      className={names.filter(Boolean).join(" ")}
      style={place}
      onClick={() => onOpen(row.id)}
      onPointerEnter={() => onPoint(index)}
    >
      <span role="gridcell" tabIndex={-1} className={text.mono} title={isPointed ? formatMoment(row.at) : undefined}>
        {times === "iso" ? row.at : formatClock(row.at, "milliseconds")}
      </span>
      <Cell term={row.from === null ? null : `from:${quoteValue(row.from)}`} onFilter={isPointed ? onFilter : null}>
        {GLYPH[row.kind]}
        <span className={text.cut}>{row.from ?? SENDER[row.kind]}</span>
      </Cell>
      <Cell term={token === null ? null : `token:${quoteValue(token)}`} onFilter={isPointed ? onFilter : null} isSecond>
        <span className={text.cut}>{token ?? "–"}</span>
      </Cell>
      <Cell term={placeTerm(row)} onFilter={isPointed ? onFilter : null}>
        <span className={text.cut} title={isPointed ? placeWords(row) : undefined}>
          {row.direct === undefined ? <TopicName topic={row.topic} /> : directWords(row.direct)}
        </span>
      </Cell>
      <span role="gridcell" tabIndex={-1} className={`${text.mono} ${styles.payload}`}>
        {payloadPreview(row.text, row.form)}
      </span>
      <span role="gridcell" tabIndex={-1} className={text.num}>
        {formatCount(row.size)}
      </span>
      <span role="gridcell" tabIndex={-1}>
        <Result row={row} isPointed={isPointed} />
      </span>
      <Cell term={`rule:${quoteValue(row.rule)}`} onFilter={isPointed ? onFilter : null} isSecond>
        <span className={`${text.mono} ${text.cut}`}>{row.rule}</span>
      </Cell>
    </div>
  );
});

/** Where it was published, or to whom it was sent past all topics. */
function placeWords({ topic, direct }: TrafficRow): string | undefined {
  return direct === undefined ? (topic ?? undefined) : directWords(direct);
}

function placeTerm({ topic, direct }: TrafficRow): string | null {
  if (direct !== undefined) return `to:${quoteValue(direct.to)}`;
  return topic === null ? null : `topic:${quoteValue(topic)}`;
}

type CellProps = {
  term: string | null;
  onFilter: ((term: string) => void) | null;
  isSecond?: boolean;
  children: ReactNode;
};

/** A cell whose value can become a chip: the button shows under the pointer, the panel offers the same by keyboard. */
function Cell({ term, onFilter, isSecond = false, children }: CellProps) {
  return (
    <span role="gridcell" tabIndex={-1} className={`${styles.cell} ${isSecond ? styles.second : ""}`}>
      {children}
      {term !== null && onFilter !== null && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.narrow}
          aria-label={`Filter by ${term}`}
          title={`Filter by ${term}`}
          onClick={(event) => {
            event.stopPropagation();
            onFilter(term);
          }}
        >
          <IconFilterPlus {...ICON.micro} />
        </button>
      )}
    </span>
  );
}
