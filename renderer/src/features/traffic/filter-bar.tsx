/** Owns the filter of Traffic: chips, completion, and the sentence under a wrong one. */
import { IconFilter } from "@tabler/icons-react";
import { useMemo } from "react";
import { parseFilter } from "../../../../broker/contract/traffic-filter.ts";
import { useLive, useStores } from "../../stores/stores.tsx";
import { useCapsOf } from "../../stores/use-commands.ts";
import { ChipsField } from "../../ui/chips-field.tsx";
import { ICON } from "../../ui/icons.ts";
import { KeyCaps } from "../../ui/key-cap.tsx";
import styles from "./filter-bar.module.css";
import { joinPieces, splitPieces } from "./filter-pieces.ts";
import { suggestPieces } from "./filter-suggestions.ts";

export type FilterBarProps = { value: string; onChange: (value: string) => void };

export function FilterBar({ value, onChange }: FilterBarProps) {
  const { traffic } = useStores();
  const caps = useCapsOf("shell.filter");
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const names = useMemo(() => [...tokens.values()].map(({ id, name }) => name ?? id), [tokens]);
  const patterns = useMemo(() => [...tags.values()].map(({ pattern }) => pattern), [tags]);
  const change = (next: string) => {
    const { chips, draft } = splitPieces(next);
    onChange(joinPieces(chips, draft));
  };
  return (
    <ChipsField
      label="Filter traffic"
      placeholder="json.c>21, denied, rule: …"
      value={value}
      onChange={change}
      icon={<IconFilter {...ICON.small} />}
      problemOf={problemOf}
      split={splitPieces}
      suggest={(draft) => {
        const rows = traffic.getState().list.flatMap((entry) => (entry.kind === "row" ? entry.row : []));
        return suggestPieces(draft, { tokens: names, patterns, rows: rows.slice(0, LOOKED_AT) });
      }}
      chipFace={(chip) => <ChipFace chip={chip} />}
      end={
        <span className={styles.keys}>
          <KeyCaps caps={caps} />
        </span>
      }
      isWide
    />
  );
}

/** Rows whose topics and senders are offered. */
const LOOKED_AT = 300;

/** A chip is judged alone: what joins it to the one before stands in front. */
function problemOf(chip: string): string | null {
  const parsed = parseFilter(chip.replace(/^(or|and)\s+/i, ""));
  return parsed.ok ? null : parsed.problem.message;
}

/** The field dim, the value bright. */
function ChipFace({ chip }: { chip: string }) {
  const [, key = "", value = chip] = /^((?:(?:or|and|not)\s+)*[^\s"()<>=:]+[:<>=]+)(.*)$/s.exec(chip) ?? [];
  return (
    <>
      <span className={styles.key}>{key}</span>
      {value}
    </>
  );
}
