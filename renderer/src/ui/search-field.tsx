/** Owns the one-line field with an icon that filters a screen. */
import { IconX } from "@tabler/icons-react";
import type { KeyboardEvent, ReactNode, Ref } from "react";
import { ICON } from "./icons.ts";
import styles from "./search-field.module.css";

export type SearchFieldProps = {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  icon: ReactNode;
  width: number;
  isMono?: boolean;
  error?: string | undefined;
  inputRef?: Ref<HTMLInputElement>;
};

export function SearchField(props: SearchFieldProps) {
  const { label, placeholder, value, onChange, icon, width, isMono, error, inputRef } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Escape") return;
    // Esc clears the filter first; a second Esc leaves the field.
    event.stopPropagation();
    if (value === "") event.currentTarget.blur();
    else onChange("");
  };
  return (
    <span className={`${styles.field} ${error ? styles.wrong : ""}`} style={{ width }} title={error}>
      {icon}
      <input
        ref={inputRef}
        type="text"
        className={isMono ? styles.mono : ""}
        aria-label={label}
        aria-invalid={error !== undefined}
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        autoComplete="off"
        data-screen-filter
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {value !== "" && (
        <button type="button" aria-label="Clear the filter" onClick={() => onChange("")}>
          <IconX {...ICON.micro} />
        </button>
      )}
    </span>
  );
}
