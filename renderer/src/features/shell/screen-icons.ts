/** Owns the icons of the screens, as rail and palette show them. */
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
import type { Screen } from "../../../../broker/contract/screens.ts";

export const SCREEN_ICONS: Readonly<Record<Screen, typeof IconKey>> = {
  overview: IconLayoutDashboard,
  access: IconKey,
  connections: IconPlugConnected,
  sandbox: IconFlask,
  topics: IconSitemap,
  traffic: IconActivity,
  rooms: IconMessages,
  settings: IconSettings,
};
