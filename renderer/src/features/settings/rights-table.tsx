/** Owns the table of patterns with a right each: typed in place, judged while typing. */
import { TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { checkPattern } from "../../../../broker/contract/topics.ts";
import type { TypedRight } from "../../stores/setting-drafts.ts";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import { Segmented } from "../../ui/segmented.tsx";
import styles from "./rights-table.module.css";

const ACCESS = [
  { value: "read", label: "read" },
  { value: "readwrite", label: "readwrite" },
] as const;

export type RightsTableProps = { rights: readonly TypedRight[]; onChange: (rights: readonly TypedRight[]) => void };

export function RightsTable({ rights, onChange }: RightsTableProps) {
  const replace = (at: number, change: Partial<TypedRight>) =>
    onChange(rights.map((right, index) => (index === at ? { ...right, ...change } : right)));
  return (
    <div className={styles.table}>
      {rights.map(({ pattern, access }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its pattern is what is being typed.
        <div key={at} className={styles.row}>
          <TextInput
            aria-label={`Pattern ${at + 1}`}
            placeholder="home/+/temp"
            value={pattern}
            error={pattern !== "" && !checkPattern(pattern).ok}
            spellCheck={false}
            w={280}
            classNames={{ input: styles.pattern ?? "" }}
            onChange={(event) => replace(at, { pattern: event.currentTarget.value })}
          />
          <Segmented
            label={`Right of pattern ${at + 1}`}
            value={access}
            options={ACCESS}
            onChange={(next) => replace(at, { access: next })}
          />
          <Button
            look="ghost"
            isSquare
            aria-label={`Remove pattern ${at + 1}`}
            onClick={() => onChange(rights.filter((_, index) => index !== at))}
          >
            <IconTrash {...ICON.small} />
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => onChange([...rights, { pattern: "", access: "read" }])}>
        <IconPlus {...ICON.small} />
        Add a pattern
      </Button>
    </div>
  );
}
