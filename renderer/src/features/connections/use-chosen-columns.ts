/** Owns which columns the person chose; remembered on this machine. */
import { useLocalStorage } from "@mantine/hooks";
import { useMemo } from "react";
import { COLUMNS } from "./columns.tsx";
import type { SortKey } from "./row-order.ts";

const DEFAULT = COLUMNS.filter((column) => column.isDefault).map((column) => column.key);

export function useChosenColumns(): [ReadonlySet<SortKey>, (key: SortKey) => void] {
  const [stored, setStored] = useLocalStorage<SortKey[]>({
    key: "signalbox-connection-columns",
    defaultValue: DEFAULT,
    getInitialValueInEffect: false,
  });
  const chosen = useMemo(
    () => new Set(COLUMNS.filter((column) => !column.isOptional || stored.includes(column.key)).map(({ key }) => key)),
    [stored],
  );
  const toggle = (key: SortKey) =>
    setStored((before) => (before.includes(key) ? before.filter((other) => other !== key) : [...before, key]));
  return [chosen, toggle];
}
