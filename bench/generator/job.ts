/** Owns the jobs that a generator process takes on stdin, and the figures it answers on stdout. */
import type { Opening, PublishFrame } from "../wire/dialects.ts";

interface Target {
  readonly host: string;
  readonly port: number;
  /** Process whose CPU time is read. */
  readonly serverPid: number;
}

/** Which deliveries a publish causes. */
export type Flow =
  /** One publisher, every subscriber gets every message. */
  | "fan"
  /** Many publishers, one subscriber. */
  | "fanin"
  /** Publisher i to subscriber i. */
  | "pairs";

export interface TrafficJob extends Target {
  readonly kind: "traffic";
  readonly publishers: readonly Opening[];
  readonly subscribers: readonly Opening[];
  /** One a publisher. */
  readonly frames: readonly PublishFrame[];
  readonly delivery: { readonly bytes: number; readonly digitsAt: number };
  readonly fixedFrameBytes: number | null;
  readonly flow: Flow;
  /**
   * Closed loop: messages in flight per publisher; `whole` sends the next ones when all of them have arrived (one publisher to many). Open loop:
   * messages a second in all, each at its intended time.
   */
  readonly pace: { readonly window: number; readonly whole?: boolean } | { readonly perSecond: number };
  readonly warmMs: number;
  readonly measureMs: number;
  /** Ends the run after so many messages, whatever the time (0 = by time). */
  readonly messages: number;
}

export interface HandshakesJob extends Target {
  readonly kind: "handshakes";
  /** Connections are made with these, round robin. */
  readonly openings: readonly Opening[];
  readonly atATime: number;
  readonly warmMs: number;
  readonly measureMs: number;
}

export interface MemoryJob extends Target {
  readonly kind: "memory";
  readonly openings: readonly Opening[];
  readonly settleMs: number;
}

export interface RevokeJob extends Target {
  readonly kind: "revoke";
  readonly opening: Opening;
  /** A client of another token, which must stay. */
  readonly bystander: Opening;
  /** Name of the token whose only permission is deleted and given back. */
  readonly tokenName: string;
  readonly clients: number;
  /** Rounds of connect, delete, give back before the measured ones. */
  readonly warmRounds: number;
  readonly rounds: number;
  /** Base URL of the admin API. */
  readonly admin: string;
  readonly adminKey: string;
}

export interface PageJob extends Target {
  readonly kind: "page";
  readonly connections: number;
  /** Connections share them evenly. */
  readonly tokens: number;
  readonly changesPerSecond: number;
  /** How long the changes go on before keys are measured. */
  readonly settleMs: number;
  /** How often the text is typed and taken back. */
  readonly rounds: number;
  /** Base URL of the admin API. */
  readonly admin: string;
  readonly adminKey: string;
}

export type Job = TrafficJob | HandshakesJob | MemoryJob | RevokeJob | PageJob;

/** Named numbers: `rate`, `cpuUs`, `serverCore`, … The report knows which a scenario has. */
export type Figures = Readonly<Record<string, number>>;
