/** Owns the list of everything that can be set, by section: the screen draws it, search and palette find by it. */
import type { Settings } from "../../../broker/contract/nouns.ts";
import { SETTING_KEYS, type SettingSection, settingWords } from "../../../broker/contract/setting-words.ts";

/** What the console itself adds to the broker's settings. */
export type FaceRow =
  | "workspace-file"
  | "addresses"
  | "port"
  | "reach"
  | "dialects"
  | "layer"
  | "data-folder"
  | "backup"
  | "scheme"
  | "density"
  | "times"
  | "motion"
  | "zoom"
  | "shortcuts"
  | "kicks"
  | "secrets"
  | "admin-key"
  | "updates"
  | "version";

export type SettingId = FaceRow | keyof Settings;

export interface IndexRow {
  readonly id: SettingId;
  readonly label: string;
  /** Words that find it beside its label. */
  readonly words: string;
}

export interface IndexSection {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly IndexRow[];
}

const face = (id: FaceRow, label: string, words: string): IndexRow => ({ id, label, words });

const engine = (section: SettingSection): readonly IndexRow[] =>
  SETTING_KEYS.filter((key) => settingWords(key).section === section).map((key) => {
    const { label, help } = settingWords(key);
    return { id: key, label, words: `${help} ${key}` };
  });

export const SETTING_SECTIONS: readonly IndexSection[] = [
  {
    id: "workspace",
    title: "Workspace",
    rows: [...engine("workspace"), face("workspace-file", "Workspace file", "export import backup json secrets")],
  },
  {
    id: "network",
    title: "Network",
    rows: [
      face("addresses", "Addresses", "listen host url broker console admin api copy"),
      face("port", "Port", "host listen busy"),
      face("reach", "Reach and TLS", "local network lan loopback certificate https wss"),
    ],
  },
  {
    id: "dialects",
    title: "Dialects",
    rows: [face("dialects", "Protocols and paths", "protocols paths websocket"), ...engine("dialects")],
  },
  { id: "enforcement", title: "Enforcement", rows: engine("enforcement") },
  { id: "limits", title: "Limits", rows: engine("limits") },
  { id: "layer", title: "Layer", rows: [face("layer", "Between nodes", "memory nodes cluster")] },
  {
    id: "storage",
    title: "Storage and retention",
    rows: [
      face("data-folder", "Data folder", "disk size database files"),
      face("backup", "Back up now", "copy database save"),
      ...engine("storage"),
    ],
  },
  {
    id: "appearance",
    title: "Appearance",
    rows: [
      face("scheme", "Colours", "theme light dark system mode"),
      face("density", "Density", "comfortable compact rows spacing"),
      face("zoom", "Zoom", "size scale larger smaller"),
      face("times", "Times", "iso 8601 clock timestamp"),
      face("motion", "Motion", "reduced animation"),
    ],
  },
  {
    id: "shortcuts",
    title: "Shortcuts",
    rows: [face("shortcuts", "Keys of every command", "keys keyboard hotkeys commands")],
  },
  {
    id: "notifications",
    title: "Notifications",
    rows: [face("kicks", "Closed connections", "kick notify system alert")],
  },
  {
    id: "security",
    title: "Security",
    rows: [
      face("secrets", "Token secrets", "keychain key file sealed encryption"),
      face("admin-key", "Admin key and logins", "password cookie session rotate replace"),
      ...engine("security"),
    ],
  },
  {
    id: "updates",
    title: "Updates",
    rows: [face("updates", "Looking for updates", "check version network telemetry")],
  },
  { id: "about", title: "About", rows: [face("version", "This Signalbox", "version licence runtime uptime")] },
];

/** The sections with the rows that hold every word of `query`; a section whose title does is whole. */
export function matchingSections(query: string): readonly IndexSection[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return SETTING_SECTIONS;
  const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  return SETTING_SECTIONS.map((section) => ({
    ...section,
    rows: section.rows.filter(({ label, words: more }) => holds(`${section.title} ${label} ${more}`)),
  })).filter(({ rows }) => rows.length > 0);
}
