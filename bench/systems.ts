/** Owns the measured systems: how each is started and which protocol it is spoken to in. */
import { fileURLToPath } from "node:url";
import { brokerDialect, type Dialect, mqttDialect, pubsubDialect } from "./wire/dialects.ts";

export interface System {
  readonly name: SystemName;
  readonly title: string;
  readonly script: string;
  readonly mode: string;
  /** What measures its matching in process; this checkout's own unless given. */
  readonly matchScript?: string;
  readonly dialect: Dialect;
  /** Measured only where a scenario names it. */
  readonly isVariant?: boolean;
  /** A console window watches while it is measured. */
  readonly hasPage?: boolean;
}

export const SYSTEM_NAMES = [
  "floor",
  "ours",
  "coalesced",
  "naive",
  "aedes",
  "history",
  "forgetful",
  "pubsub",
  "watched",
] as const;
export type SystemName = (typeof SYSTEM_NAMES)[number];

/** The floor is what every ratio is taken to, so it is always measured. */
export const FLOOR: SystemName = "floor";

const server = (name: string): string => fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url));

export const SYSTEMS: Readonly<Record<SystemName, System>> = {
  floor: {
    name: "floor",
    title: "bare ws, framed once",
    script: server("floor"),
    mode: "floor",
    dialect: brokerDialect,
  },
  ours: { name: "ours", title: "Signalbox", script: server("ours"), mode: "", dialect: brokerDialect },
  coalesced: {
    name: "coalesced",
    title: "bare ws, framed once, one write a turn",
    script: server("floor"),
    mode: "coalesced",
    dialect: brokerDialect,
  },
  naive: {
    name: "naive",
    title: "bare ws, client.send(text)",
    script: server("floor"),
    mode: "naive",
    dialect: brokerDialect,
  },
  history: {
    name: "history",
    title: "Signalbox with history on disk",
    script: server("ours"),
    mode: "history",
    dialect: brokerDialect,
    isVariant: true,
  },
  forgetful: {
    name: "forgetful",
    title: "Signalbox that keeps no history",
    script: server("ours"),
    mode: "forgetful",
    dialect: brokerDialect,
    isVariant: true,
  },
  pubsub: {
    name: "pubsub",
    title: "Signalbox, pub/sub dialect",
    script: server("ours"),
    mode: "",
    dialect: pubsubDialect,
    isVariant: true,
  },
  watched: {
    name: "watched",
    title: "Signalbox with Traffic open in a Chromium page",
    script: server("ours"),
    mode: "watched",
    dialect: brokerDialect,
    isVariant: true,
    hasPage: true,
  },
  aedes: { name: "aedes", title: "aedes, MQTT over ws", script: server("aedes"), mode: "", dialect: mqttDialect },
};
