/** Owns the switch between a few words of which one holds. */
import { SegmentedControl } from "@mantine/core";
import styles from "./segmented.module.css";

export type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  size?: "normal" | "small";
  isWide?: boolean;
};

export function Segmented<T extends string>({ label, value, options, onChange, size, isWide }: SegmentedProps<T>) {
  return (
    <SegmentedControl
      aria-label={label}
      value={value}
      data={[...options]}
      onChange={(next) => {
        const option = options.find((known) => known.value === next);
        if (option) onChange(option.value);
      }}
      fullWidth={isWide ?? false}
      withItemsBorders={false}
      data-size={size ?? "normal"}
      transitionDuration={0}
      classNames={{
        root: styles.root ?? "",
        label: styles.label ?? "",
        indicator: styles.indicator ?? "",
        control: styles.control ?? "",
      }}
    />
  );
}
