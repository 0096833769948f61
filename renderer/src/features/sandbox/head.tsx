/** Owns the head of the Sandbox: the two views, and what is done with all clients. */
import { IconPlus, IconPresentation, IconRefresh } from "@tabler/icons-react";
import { useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { KeyCap } from "../../ui/key-cap.tsx";
import screen from "../../ui/screen.module.css";
import { Segmented } from "../../ui/segmented.tsx";
import text from "../../ui/text.module.css";
import styles from "./sandbox.module.css";

export type View = "table" | "theatre";

const VIEWS = [
  { value: "table", label: "Table" },
  { value: "theatre", label: "Theatre" },
] as const;

export type HeadProps = {
  view: View;
  onView: (view: View) => void;
  count: number;
  /** Clients that are closed or wait to try again. */
  closed: number;
  /** Clients that were not connected yet, or were disconnected by hand. */
  off: number;
  onAdd: () => void;
  onReconnect: () => void;
};

export function Head({ view, onView, count, closed, off, onAdd, onReconnect }: HeadProps) {
  const present = useShell((state) => state.present);
  return (
    <div className={screen.head}>
      <h1>Sandbox</h1>
      <Segmented label="View" value={view} options={VIEWS} onChange={onView} />
      <p className={`${text.second} ${styles.about} ${text.cut}`}>
        {count === 0 ? "No clients yet" : `${formatPlural(count, "client")}, each a real socket to this broker`}
      </p>
      <span className={text.grow} />
      <Button onClick={onAdd}>
        <IconPlus {...ICON.small} />
        Add client
      </Button>
      <Button onClick={onReconnect} disabled={closed + off === 0}>
        <IconRefresh {...ICON.small} />
        {closed === 0 && off > 0 ? "Connect all" : "Reconnect closed"}
      </Button>
      <Button onClick={() => present(true)} disabled={count === 0}>
        <IconPresentation {...ICON.small} />
        Present
        <KeyCap>F11</KeyCap>
      </Button>
    </div>
  );
}
