/** Owns the entries of the rail, in the order of their keys. */
import { IconKey, IconLayoutDashboard, IconPlugConnected } from "@tabler/icons-react";
import type { Screen } from "../../stores/shell.ts";

export const SCREEN_ENTRIES: readonly { screen: Screen; label: string; icon: typeof IconKey }[] = [
  { screen: "overview", label: "Overview", icon: IconLayoutDashboard },
  { screen: "access", label: "Access", icon: IconKey },
  { screen: "connections", label: "Connections", icon: IconPlugConnected },
];
