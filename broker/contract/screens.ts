/** Owns the list of the console's screens, in the order of their keys; page, native menu and links all name them from here. */

export const SCREENS = [
  "overview",
  "access",
  "connections",
  "sandbox",
  "topics",
  "traffic",
  "rooms",
  "settings",
] as const;
export type Screen = (typeof SCREENS)[number];

export const SCREEN_LABELS: Readonly<Record<Screen, string>> = {
  overview: "Overview",
  access: "Access",
  connections: "Connections",
  sandbox: "Sandbox",
  topics: "Topics",
  traffic: "Traffic",
  rooms: "Rooms",
  settings: "Settings",
};

/** The screen of that name, if there is one. */
export function screenNamed(name: string): Screen | undefined {
  return SCREENS.find((screen) => screen === name);
}
