/** Owns the filter field whose whole terms are chips: typed, completed, removed one by one, each wrong one explained. */
import { Combobox, useCombobox } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ClipboardEvent, KeyboardEvent, ReactNode } from "react";
import styles from "./chips-field.module.css";
import { type FilterTerms, joinTerms, splitTerms } from "./filter-terms.ts";
import { ICON } from "./icons.ts";

/** What may stand for the word that is being typed; one that ends in a blank becomes a chip at once. */
export interface Suggestion {
  readonly term: string;
  readonly hint: string;
}

export type ChipsFieldProps = {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  icon: ReactNode;
  /** Why a term is wrong, or null. */
  problemOf: (term: string) => string | null;
  suggest: (draft: string) => readonly Suggestion[];
  /** How the text is cut into terms, where blanks alone do not part them. */
  split?: (value: string) => FilterTerms;
  /** How a chip reads. */
  chipFace?: (chip: string) => ReactNode;
  /** What stands at the right end. */
  end?: ReactNode;
  /** Takes the room that there is. */
  isWide?: boolean;
};

const SHOWN = 8;
/** The list leaves room for the sentence under the field. */
const PROBLEM_PX = 36;

export function ChipsField(props: ChipsFieldProps) {
  const {
    label,
    placeholder,
    value,
    onChange,
    icon,
    problemOf,
    suggest,
    split = splitTerms,
    chipFace,
    end,
    isWide,
  } = props;
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption() });
  const { chips, draft } = split(value);
  const suggestions = suggest(draft).slice(0, SHOWN);
  const wrong = chips.map(problemOf);
  const problem = wrong.find((reason) => reason !== null) ?? null;
  const isOpen = list.dropdownOpened && suggestions.length > 0;

  const pick = (term: string) => {
    onChange(joinTerms({ chips, draft: term }));
    if (term.endsWith(" ")) list.closeDropdown();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" && !(isOpen && list.getSelectedOptionIndex() >= 0) && draft !== "") {
      onChange(`${value} `);
      list.closeDropdown();
    }
    if (event.key === "Backspace" && draft === "" && chips.length > 0) {
      // The last chip becomes text again: a wrong digit need not be typed anew with all the rest.
      event.preventDefault();
      onChange(joinTerms({ chips: chips.slice(0, -1), draft: chips.at(-1) ?? "" }));
    }
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (isOpen) list.closeDropdown();
    else if (value === "") event.currentTarget.blur();
    else onChange("");
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData("text");
    if (!/\s/.test(pasted)) return;
    event.preventDefault();
    onChange(joinTerms({ chips, draft: `${draft}${pasted.replaceAll(/\s+/g, " ")}` }));
  };

  return (
    <Combobox
      store={list}
      onOptionSubmit={pick}
      position="bottom-start"
      width={280}
      offset={problem ? PROBLEM_PX : 4}
      shadow="md"
    >
      <Combobox.DropdownTarget>
        <span className={[styles.field, problem && styles.wrong, isWide && styles.wide].filter(Boolean).join(" ")}>
          {icon}
          <span className={styles.terms}>
            {chips.map((chip, index) => (
              <span
                key={`${chip} ${chips.indexOf(chip) === index ? "" : index}`}
                className={`${styles.chip} ${wrong[index] ? styles.bad : ""}`}
              >
                <span>{chipFace ? chipFace(chip) : chip}</span>
                <button
                  type="button"
                  aria-label={`Remove ${chip}`}
                  onClick={() => onChange(joinTerms({ chips: chips.filter((_, other) => other !== index), draft }))}
                >
                  <IconX {...ICON.micro} />
                </button>
              </span>
            ))}
            <Combobox.EventsTarget>
              <input
                type="text"
                className={chips.length > 0 || draft !== "" ? styles.mono : ""}
                aria-label={label}
                aria-invalid={problem !== null}
                aria-describedby={problem ? "filter-problem" : undefined}
                placeholder={chips.length > 0 && !isWide ? "" : placeholder}
                value={draft}
                spellCheck={false}
                autoComplete="off"
                data-screen-filter
                onFocus={() => list.openDropdown()}
                onBlur={() => list.closeDropdown()}
                onChange={(event) => {
                  onChange(joinTerms({ chips, draft: event.currentTarget.value }));
                  list.openDropdown();
                  list.resetSelectedOption();
                }}
                onKeyDown={onKeyDown}
                onPaste={onPaste}
              />
            </Combobox.EventsTarget>
          </span>
          {value !== "" && (
            <button type="button" className={styles.clear} aria-label="Clear the filter" onClick={() => onChange("")}>
              <IconX {...ICON.micro} />
            </button>
          )}
          {end}
          {problem && (
            <span id="filter-problem" role="alert" className={styles.problem}>
              {problem}
            </span>
          )}
        </span>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={!isOpen}>
        <Combobox.Options aria-label="Suggestions">
          {suggestions.map(({ term, hint }) => (
            <Combobox.Option key={term} value={term} className={styles.option}>
              <code>{term}</code>
              <span>{hint}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
