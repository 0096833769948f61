/** Owns what each setting means to a person: its name, what it does, its unit, and when a change takes effect. */
import type { Settings } from "./nouns.ts";

export type SettingUnit =
  | "bytes"
  | "milliseconds"
  | "days"
  | "seconds"
  | "messages a second"
  | "messages"
  | "frames"
  | "rows"
  | "connections";

export type SettingControl =
  | { readonly kind: "text" }
  | { readonly kind: "switch" }
  | {
      readonly kind: "choice";
      readonly options: readonly { readonly value: string; readonly label: string; readonly help: string }[];
    }
  /** `none`: what an empty field means, where a setting may have no bound. */
  | { readonly kind: "quantity"; readonly unit: SettingUnit; readonly none?: string }
  /** Words, separated by commas. */
  | { readonly kind: "words" }
  /** Patterns with a right each. */
  | { readonly kind: "rights" };

export type SettingSection = "workspace" | "dialects" | "enforcement" | "limits" | "storage" | "security";

export interface SettingWords {
  readonly label: string;
  readonly help: string;
  readonly section: SettingSection;
  readonly control: SettingControl;
  /** When a change acts; "Takes effect now" unless there is more to say. */
  readonly effect?: string;
}

export const EFFECT_NOW = "Takes effect now";
export const EFFECT_RESTART = "Takes effect after a restart of the broker";

/** Every setting has its words: one that is added without them does not compile. Order is that of the screen. */
export const SETTING_WORDS = {
  workspaceName: {
    label: "Workspace name",
    help: "Shown in the top bar, and the name of exported files.",
    section: "workspace",
    control: { kind: "text" },
  },
  anonymous: {
    label: "Anonymous access",
    help: "What a client without a token may do, in dialects that let one knock. Without a row here nobody comes in without a token.",
    section: "dialects",
    control: { kind: "rights" },
    effect: "Takes effect now, and closes clients without a token that lose what they use",
  },
  anonymousMaxConnections: {
    label: "Anonymous connections",
    help: "How many clients without a token may be connected at once. 0 is no limit.",
    section: "dialects",
    control: { kind: "quantity", unit: "connections" },
  },
  authenticationSeconds: {
    label: "Time to authenticate",
    help: "How long a client of the realtime protocol may take to send its token, from the moment in which it connects.",
    section: "dialects",
    control: { kind: "quantity", unit: "seconds" },
    effect: "Takes effect now, for connections made from now on",
  },
  tokenPrefixes: {
    label: "Token prefixes",
    help: "What a client of the realtime protocol may send as the prefix of its token. Any of them leads to the same tokens.",
    section: "dialects",
    control: { kind: "words" },
  },
  silenceInfoSeconds: {
    label: "Info after silence",
    help: "A pub/sub client that sent and received nothing for this long gets an `info` frame with `ping`. 0 sends none.",
    section: "dialects",
    control: { kind: "quantity", unit: "seconds" },
  },
  anonymousOrigins: {
    label: "Web pages without a token",
    help: "Origins of web pages that may connect without a token, besides pages of this machine: https://lab.example, parted by blanks. * allows every page, null pages opened from a file.",
    section: "dialects",
    control: { kind: "text" },
    effect: "Takes effect now, for connections made from now on",
  },
  enforcement: {
    label: "When a permission changes",
    help: "Which connections an edit closes. The preview before saving says exactly which.",
    section: "enforcement",
    control: {
      kind: "choice",
      options: [
        { value: "strict", label: "Strict", help: "Any change of a permission closes the connections that use it" },
        {
          value: "minimal",
          label: "Minimal",
          help: "Only connections that may no longer read one of their filters are closed",
        },
      ],
    },
  },
  allowOverlaps: {
    label: "Tags may overlap",
    help: "Off: a tag whose pattern meets another's is refused. On: the strongest right of all that cover a topic counts.",
    section: "enforcement",
    control: { kind: "switch" },
  },
  slowReader: {
    label: "When a reader does not keep up",
    help: "What happens once a connection's queue is full.",
    section: "limits",
    control: {
      kind: "choice",
      options: [
        {
          value: "drop-oldest",
          label: "Drop the oldest frames",
          help: "The connection stays, drops are counted and shown",
        },
        { value: "close", label: "Close with 4009", help: "The client connects again and starts afresh" },
      ],
    },
  },
  maxQueueBytes: {
    label: "Queue of a connection, bytes",
    help: "How much may wait for one client before it counts as slow.",
    section: "limits",
    control: { kind: "quantity", unit: "bytes" },
  },
  maxQueueFrames: {
    label: "Queue of a connection, frames",
    help: "The same bound, counted in frames; whichever is reached first.",
    section: "limits",
    control: { kind: "quantity", unit: "frames" },
  },
  maxFrameBytes: {
    label: "Largest frame",
    help: "A client that sends a larger one is closed with 1009.",
    section: "limits",
    control: { kind: "quantity", unit: "bytes" },
    effect: "Takes effect now, for connections made from now on",
  },
  messagesPerSecond: {
    label: "Rate of a connection",
    help: "Messages a second for connections whose token sets no rate of its own. More for 5 s closes with 4008.",
    section: "limits",
    control: { kind: "quantity", unit: "messages a second", none: "no limit" },
  },
  burst: {
    label: "Burst of a connection",
    help: "How many messages may come at once before the rate counts.",
    section: "limits",
    control: { kind: "quantity", unit: "messages", none: "as the rate" },
  },
  pingIntervalMs: {
    label: "Pause between pings",
    help: "The second unanswered ping in a row ends a connection.",
    section: "limits",
    control: { kind: "quantity", unit: "milliseconds" },
  },
  capture: {
    label: "Capture of traffic",
    help: "On: every message and every refusal is kept as a row for the Traffic screen. Off: nothing more is.",
    section: "storage",
    control: { kind: "switch" },
  },
  captureRows: {
    label: "Rows of the capture",
    help: "How many rows Traffic can look back on; the oldest leave first.",
    section: "storage",
    control: { kind: "quantity", unit: "rows" },
  },
  captureBytes: {
    label: "Size of the capture",
    help: "How much memory the captured payloads may take up.",
    section: "storage",
    control: { kind: "quantity", unit: "bytes" },
  },
  historyPerTopic: {
    label: "History of a topic",
    help: "Messages kept of one topic. 0 keeps none.",
    section: "storage",
    control: { kind: "quantity", unit: "messages" },
  },
  historyTotal: {
    label: "History in all",
    help: "Messages kept over all topics; the oldest leave first.",
    section: "storage",
    control: { kind: "quantity", unit: "messages" },
  },
  historyBytes: {
    label: "Size of the history",
    help: "How much the kept messages may take up.",
    section: "storage",
    control: { kind: "quantity", unit: "bytes" },
  },
  historyDays: {
    label: "Age of the history",
    help: "Days that a message is kept.",
    section: "storage",
    control: { kind: "quantity", unit: "days" },
  },
  auditRows: {
    label: "Rows of the audit journal",
    help: "Edits kept, newest first. One whose row is gone can no longer be undone.",
    section: "storage",
    control: { kind: "quantity", unit: "rows" },
  },
  auditDays: {
    label: "Age of the audit journal",
    help: "Days that an edit's row is kept.",
    section: "storage",
    control: { kind: "quantity", unit: "days", none: "as long as there is room" },
  },
  authFailureDelay: {
    label: "Slow down failed attempts",
    help: "Who waits longer and longer after repeated wrong credentials.",
    section: "security",
    control: {
      kind: "choice",
      options: [
        { value: "off", label: "Nobody", help: "For tests and closed networks" },
        { value: "remote", label: "Everybody but this machine", help: "Clients on this machine are not slowed" },
        { value: "all", label: "Everybody", help: "Clients on this machine too" },
      ],
    },
  },
} as const satisfies Readonly<Record<keyof Settings, SettingWords>>;

export const SETTING_KEYS = Object.keys(SETTING_WORDS) as readonly (keyof Settings)[];

export function settingWords(key: keyof Settings): SettingWords {
  return SETTING_WORDS[key];
}
