/** Owns the list of screens: each is a chunk of its own, loaded when it is first opened, and again after it could not be. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Screen } from "../../broker/contract/screens.ts";

const LOADERS: Readonly<Record<Screen, () => Promise<ComponentType>>> = {
  overview: async () => (await import("./features/overview/overview.tsx")).Overview,
  access: async () => (await import("./features/access/access.tsx")).AccessScreen,
  connections: async () => (await import("./features/connections/connections.tsx")).Connections,
  sandbox: async () => (await import("./features/sandbox/sandbox.tsx")).SandboxScreen,
  topics: async () => (await import("./features/topics/topics.tsx")).TopicsScreen,
  traffic: async () => (await import("./features/traffic/traffic.tsx")).TrafficScreen,
  rooms: async () => (await import("./features/rooms/rooms.tsx")).RoomsScreen,
  settings: async () => (await import("./features/settings/settings.tsx")).SettingsScreen,
};

/** Asks for a screen's chunk while the broker is still being reached. Whether it comes is seen when the screen is drawn. */
export function fetchAhead(screen: Screen): void {
  LOADERS[screen]().catch(() => {});
}

export type ScreenPart = LazyExoticComponent<ComponentType>;

/**
 * Answers the part of a screen. What could not be loaded (the broker was away) stays so for its `attempt`; a further one asks anew. Within
 * one attempt it must not: a part that is drawn again would ask for ever.
 */
export function createScreens(): (screen: Screen, attempt: number) => ScreenPart {
  const parts = new Map<string, ScreenPart>();
  return (screen, attempt) => {
    const key = `${screen} ${attempt}`;
    const part = parts.get(key) ?? lazy(async () => ({ default: await LOADERS[screen]() }));
    parts.set(key, part);
    return part;
  };
}
