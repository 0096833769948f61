/** Owns the entries of the rail, in the order of their keys. */
import {
  IconActivity,
  IconFlask,
  IconKey,
  IconLayoutDashboard,
  IconMessages,
  IconPlugConnected,
  IconSettings,
  IconSitemap,
} from "@tabler/icons-react";
import type { Screen } from "../../stores/shell.ts";

export const SCREEN_ENTRIES: readonly { screen: Screen; label: string; icon: typeof IconKey }[] = [
  { screen: "overview", label: "Overview", icon: IconLayoutDashboard },
  { screen: "access", label: "Access", icon: IconKey },
  { screen: "connections", label: "Connections", icon: IconPlugConnected },
  { screen: "sandbox", label: "Sandbox", icon: IconFlask },
  { screen: "topics", label: "Topics", icon: IconSitemap },
  { screen: "traffic", label: "Traffic", icon: IconActivity },
  { screen: "rooms", label: "Rooms", icon: IconMessages },
  { screen: "settings", label: "Settings", icon: IconSettings },
];
