/** Owns how a link's screen and filter become what the window shows. */
import { screenNamed } from "../../../../broker/contract/screens.ts";
import type { ShellState } from "../../stores/shell.ts";

/** An unknown screen shows nothing new: a link may be of another version. */
export function showScreen(shell: ShellState, name: string, filter: string | null): void {
  const screen = screenNamed(name);
  if (screen === undefined) return;
  if (screen === "connections" && filter !== null) shell.showConnections(filter);
  else shell.go(screen);
}
