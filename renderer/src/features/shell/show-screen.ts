/** Owns how a link's screen and filter become what the window shows. */
import { screenNamed } from "../../../../broker/contract/screens.ts";
import type { ShellState } from "../../stores/shell.ts";

/** An unknown screen shows nothing new: a link may be of another version. A screen without a filter of its own leaves it be. */
export function showScreen(shell: ShellState, name: string, filter: string | null): void {
  const screen = screenNamed(name);
  if (screen === undefined) return;
  shell.go(screen);
  if (filter === null) return;
  if (screen === "connections") shell.showConnections(filter);
  if (screen === "traffic") shell.showTraffic(filter);
  if (screen === "topics") shell.setTopicsFilter(filter);
}
