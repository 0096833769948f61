/** Owns the head of the Sandbox: the two views, and what is done with all clients. */
import { IconHome, IconKey, IconPlus, IconPresentation, IconRefresh } from "@tabler/icons-react";
import { useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { KeyCap } from "../../ui/key-cap.tsx";
import screen from "../../ui/screen.module.css";
import { Segmented } from "../../ui/segmented.tsx";
import text from "../../ui/text.module.css";
import { ToolButton } from "../../ui/tool-button.tsx";
import { useWindowWidth } from "../../ui/use-window-width.ts";
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
  /** In a narrow window the rights lie over the clients, and only when they are asked for. */
  isEditorAsked: boolean;
  onEditor: () => void;
  onAdd: () => void;
  onReconnect: () => void;
  /** Absent unless the sample house is here and off. */
  onStartSample?: (() => void) | undefined;
};

export function Head(props: HeadProps) {
  const { view, onView, count, closed, off, isEditorAsked, onEditor, onAdd, onReconnect, onStartSample } = props;
  const present = useShell((state) => state.present);
  const width = useWindowWidth();
  const hasWord = width !== "slim";
  const about = count === 0 ? "No clients yet" : `${formatPlural(count, "client")}, each a real socket to this broker`;
  return (
    <div className={screen.head}>
      <h1>Sandbox</h1>
      <Segmented label="View" value={view} options={VIEWS} onChange={onView} />
      {width === "wide" && <p className={`${text.second} ${styles.about} ${text.cut}`}>{about}</p>}
      <span className={text.grow} />
      {width !== "wide" && count > 0 && (
        <Button aria-pressed={isEditorAsked} onClick={onEditor}>
          <IconKey {...ICON.small} />
          Permissions
        </Button>
      )}
      {onStartSample !== undefined && (
        <ToolButton
          icon={<IconHome {...ICON.small} />}
          label="Start the sample house"
          hasWord={hasWord}
          onClick={onStartSample}
        />
      )}
      <Button onClick={onAdd}>
        <IconPlus {...ICON.small} />
        Add client
      </Button>
      <ToolButton
        icon={<IconRefresh {...ICON.small} />}
        label={closed === 0 && off > 0 ? "Connect all" : "Reconnect closed"}
        hasWord={hasWord}
        onClick={onReconnect}
        disabled={closed + off === 0}
      />
      <ToolButton
        icon={<IconPresentation {...ICON.small} />}
        label="Present"
        end={<KeyCap>F11</KeyCap>}
        hasWord={hasWord}
        onClick={() => present(true)}
        disabled={count === 0}
      />
    </div>
  );
}
