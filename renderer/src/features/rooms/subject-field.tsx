/** Owns the field that takes one subject: any `type:id`, with those that the broker knows to choose from. */
import { Autocomplete } from "@mantine/core";
import { subjectFrom } from "./subjects.ts";
import { useKnownSubjects } from "./use-known-subjects.ts";

export type SubjectFieldProps = {
  label: string;
  description?: string;
  value: string;
  error?: string | null;
  hasFocus?: boolean;
  onChange: (value: string) => void;
};

export function SubjectField({ label, description, value, error, hasFocus, onChange }: SubjectFieldProps) {
  const known = useKnownSubjects();
  const isWrong = value.trim() !== "" && subjectFrom(value) === undefined;
  return (
    <Autocomplete
      label={label}
      description={description}
      placeholder="user:alice"
      data={[...known]}
      value={value}
      error={isWrong ? "Write type:id, without / + #" : (error ?? null)}
      {...(hasFocus ? { "data-autofocus": true } : {})}
      onChange={onChange}
    />
  );
}
