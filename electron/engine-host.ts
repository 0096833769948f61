/** Owns how the desktop starts the engine; no other file here knows it. It chooses adapters: data folder, keychain, console. */
import {
  adminKeyFile,
  type Engine,
  type EngineConfig,
  openEngine,
  PinoLog,
  Refused,
  StartError,
  stopOnUncaught,
} from "../broker/index.ts";
import { LogFile } from "./log-file.ts";

export { type Engine, stopOnUncaught };

export interface EngineSurroundings {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly secrets: NonNullable<EngineConfig["secrets"]>;
  /** The built console, so that a browser can open it too. */
  readonly consoleFolder: string;
  readonly log: EngineConfig["log"];
  /** Z7: a thread of the engine failed in a way that nothing caught. */
  readonly onUncaught: NonNullable<EngineConfig["onUncaught"]>;
  readonly version: string;
}

/** The engine's own log, redaction included, into a file: a desktop app has no terminal. */
export function openLog(file: string): EngineConfig["log"] {
  return new PinoLog({ destination: new LogFile(file) });
}

/** @throws StartError with one sentence that names the thing and what to do */
export async function startEngine(surroundings: EngineSurroundings): Promise<Engine> {
  // Kept, so that commands find the running app, and browsers stay logged in over its restarts.
  const adminKey = adminKeyFile(surroundings.dataFolder);
  // A first start shows a running sample house; a data folder that holds something keeps it.
  return openEngine({ ...surroundings, adminKey, sample: true, runtime: "desktop" });
}

export function isPortBusy(error: unknown): boolean {
  return error instanceof StartError && error.kind === "port-busy";
}

/** Whether the engine said no in a sentence for a person. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Refused;
}
