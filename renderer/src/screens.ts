/** Owns the list of screens: each is a chunk of its own, loaded when it is first opened, and again after it could not be. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Screen } from "../../broker/contract/screens.ts";

type Loader = (attempt: number) => Promise<ComponentType>;

const LOADERS: Readonly<Record<Screen, Loader>> = {
  overview: loader(
    () => import("./features/overview/overview.tsx"),
    ({ Overview }) => Overview,
  ),
  access: loader(
    () => import("./features/access/access.tsx"),
    ({ AccessScreen }) => AccessScreen,
  ),
  connections: loader(
    () => import("./features/connections/connections.tsx"),
    ({ Connections }) => Connections,
  ),
  sandbox: loader(
    () => import("./features/sandbox/sandbox.tsx"),
    ({ SandboxScreen }) => SandboxScreen,
  ),
  topics: loader(
    () => import("./features/topics/topics.tsx"),
    ({ TopicsScreen }) => TopicsScreen,
  ),
  traffic: loader(
    () => import("./features/traffic/traffic.tsx"),
    ({ TrafficScreen }) => TrafficScreen,
  ),
  rooms: loader(
    () => import("./features/rooms/rooms.tsx"),
    ({ RoomsScreen }) => RoomsScreen,
  ),
  settings: loader(
    () => import("./features/settings/settings.tsx"),
    ({ SettingsScreen }) => SettingsScreen,
  ),
};

/**
 * A browser may remember for as long as the page lives that a module could not be fetched (the module map of HTML), so a further attempt asks for it
 * under an address of its own.
 */
function loader<Module>(load: () => Promise<Module>, partOf: (module: Module) => ComponentType): Loader {
  return async (attempt) => {
    try {
      return partOf(await load());
    } catch (error) {
      const address = attempt === 0 ? undefined : addressIn(error);
      if (address === undefined) throw error;
      return partOf(await import(/* @vite-ignore */ `${address}?attempt=${attempt}`));
    }
  };
}

/** The browsers' own words name what they could not fetch; where they do not, reloading the page is left. */
function addressIn(error: unknown): string | undefined {
  return error instanceof Error ? /https?:\/\/\S+\.js/.exec(error.message)?.[0] : undefined;
}

/** Asks for a screen's chunk while the broker is still being reached. Whether it comes is seen when the screen is drawn. */
export function fetchAhead(screen: Screen): void {
  LOADERS[screen](0).catch(() => {});
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
    const part = parts.get(key) ?? lazy(async () => ({ default: await LOADERS[screen](attempt) }));
    parts.set(key, part);
    return part;
  };
}
