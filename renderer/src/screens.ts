/** Owns the list of screens: each is a chunk of its own, loaded when it is first opened. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Screen } from "./stores/shell.ts";

export const SCREEN_PARTS: Readonly<Record<Screen, LazyExoticComponent<ComponentType>>> = {
  overview: lazy(async () => ({ default: (await import("./features/overview/overview.tsx")).Overview })),
  access: lazy(async () => ({ default: (await import("./features/access/access.tsx")).AccessScreen })),
  connections: lazy(async () => ({ default: (await import("./features/connections/connections.tsx")).Connections })),
  sandbox: lazy(async () => ({ default: (await import("./features/sandbox/sandbox.tsx")).SandboxScreen })),
  topics: lazy(async () => ({ default: (await import("./features/topics/topics.tsx")).TopicsScreen })),
  traffic: lazy(async () => ({ default: (await import("./features/traffic/traffic.tsx")).TrafficScreen })),
  rooms: lazy(async () => ({ default: (await import("./features/rooms/rooms.tsx")).RoomsScreen })),
  settings: lazy(async () => ({ default: (await import("./features/settings/settings.tsx")).SettingsScreen })),
};
