/** Owns the menu in which columns are chosen. */
import { Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ICON } from "../../ui/icons.ts";
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
  const mark = (isOn: boolean) => (isOn ? <IconCheck {...ICON.small} /> : <span style={{ width: 14 }} />);
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>{trigger}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Columns</Menu.Label>
        {COLUMNS.filter((column) => column.isOptional).map(({ key, label }) => (
          <Menu.Item
            key={key}
            role="menuitemcheckbox"
            aria-checked={chosen.has(key)}
            leftSection={mark(chosen.has(key))}
            onClick={() => onToggle(key)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={isGrouped}
          leftSection={mark(isGrouped)}
          onClick={() => onGroup(!isGrouped)}
        >
          Group by subject
        </Menu.Item>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={keepsClosed}
          leftSection={mark(keepsClosed)}
          onClick={() => onKeepClosed(!keepsClosed)}
        >
          Keep closed rows 6 s
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
