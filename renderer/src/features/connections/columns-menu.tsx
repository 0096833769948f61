/** Owns the menu in which columns are chosen. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { COLUMNS } from "./columns.tsx";
import type { SortKey } from "./row-order.ts";

export type ColumnsMenuProps = {
  chosen: ReadonlySet<SortKey>;
  onToggle: (key: SortKey) => void;
  keepsClosed: boolean;
  onKeepClosed: (keeps: boolean) => void;
  isGrouped: boolean;
  onGroup: (isGrouped: boolean) => void;
  trigger: ReactNode;
};

export function ColumnsMenu(props: ColumnsMenuProps) {
  const { chosen, onToggle, keepsClosed, onKeepClosed, isGrouped, onGroup, trigger } = props;
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>{trigger}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Columns</Menu.Label>
        {COLUMNS.filter((column) => column.isOptional).map(({ key, label }) => (
          <Menu.CheckboxItem key={key} checked={chosen.has(key)} onChange={() => onToggle(key)}>
            {label}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.CheckboxItem checked={isGrouped} onChange={onGroup}>
          Group by subject
        </Menu.CheckboxItem>
        <Menu.CheckboxItem checked={keepsClosed} onChange={onKeepClosed}>
          Keep closed rows 6 s
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  );
}
