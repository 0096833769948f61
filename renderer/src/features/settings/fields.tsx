/** Owns the one-line fields of a setting: Enter saves, Esc takes back what was typed. */
import { TextInput } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { quantityOf, quantityText } from "../../../../broker/contract/quantities.ts";
import type { SettingUnit } from "../../../../broker/contract/setting-words.ts";
import type { SettingKey } from "../../stores/setting-drafts.ts";
import text from "../../ui/text.module.css";
import { allowedOf } from "./setting-lint.ts";
import styles from "./setting-row.module.css";

export type FieldProps = {
  id: SettingKey;
  label: string;
  value: string;
  isWrong: boolean;
  onChange: (value: string) => void;
  onSave: () => void;
  onDiscard: () => void;
};

export function TextField({ label, value, isWrong, onChange, onSave, onDiscard }: FieldProps) {
  return (
    <TextInput
      aria-label={label}
      value={value}
      error={isWrong}
      w={280}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={fieldKeys(onSave, onDiscard)}
    />
  );
}

export function QuantityField(props: FieldProps & { unit: SettingUnit; none: string | undefined }) {
  const { id, label, value, isWrong, unit, none, onChange, onSave, onDiscard } = props;
  const amount = quantityOf(value, unit);
  const told = amount === undefined ? undefined : quantityText(amount, unit);
  return (
    <div className={styles.line}>
      <TextInput
        aria-label={label}
        aria-description={`${allowedOf(id, unit)}${none === undefined ? "" : `, or nothing for ${none}`}`}
        value={value}
        error={isWrong}
        w={168}
        placeholder={none}
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={fieldKeys(onSave, onDiscard)}
      />
      {told !== undefined && told !== value.trim() && <span className={`${text.small} ${text.third}`}>= {told}</span>}
    </div>
  );
}

function fieldKeys(onSave: () => void, onDiscard: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key === "Enter") onSave();
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onDiscard();
  };
}
