/** Owns what happens when the broker's port is taken: the person is asked, and the broker never moves by itself. */
import { createServer } from "node:net";
import type { MessageBoxOptions } from "electron";

export type PortChoice =
  | { readonly do: "move"; readonly remember: boolean }
  | { readonly do: "retry" }
  | { readonly do: "quit" };

export interface PortQuestion {
  readonly options: MessageBoxOptions;
  /** What the pressed button means. */
  choice(response: number, checkboxChecked: boolean): PortChoice;
}

/** Devices hold the port in their firmware: moving is offered, named, and remembered only when asked for. */
export function portQuestion(busy: number, free: number | undefined): PortQuestion {
  const move = free === undefined ? [] : [`Use port ${free}`];
  const buttons = [...move, `Try ${busy} again`, "Quit"];
  const meanings: PortChoice["do"][] = [...move.map(() => "move" as const), "retry", "quit"];
  return {
    options: {
      type: "warning",
      title: "Signalbox",
      message: `Port ${busy} is in use by another program`,
      detail:
        "Devices that have this port in their settings cannot reach the broker on another one. " +
        `Close the other program and try ${busy} again${free === undefined ? "." : `, or use port ${free}.`}`,
      buttons,
      defaultId: buttons.length - 2,
      cancelId: buttons.length - 1,
      noLink: true,
      ...(free === undefined ? {} : { checkboxLabel: `Use port ${free} from now on`, checkboxChecked: false }),
    },
    choice(response, checkboxChecked) {
      const meaning = meanings[response] ?? "quit";
      return meaning === "move" ? { do: "move", remember: checkboxChecked } : { do: meaning };
    },
  };
}

export interface PortSearch<E> {
  readonly port: number;
  readonly open: (port: number) => Promise<E>;
  /** True when the error of `open` says that the port is taken; any other error ends the search. */
  readonly isBusy: (error: unknown) => boolean;
  readonly ask: (busy: number) => Promise<{ choice: PortChoice; free: number | undefined }>;
  readonly remember: (port: number) => void;
}

/** Opens on the wished port, or on the one the person chose; undefined when they chose to quit. @throws what `open` throws */
export async function openOnPort<E>(search: PortSearch<E>): Promise<E | undefined> {
  let port = search.port;
  for (;;) {
    try {
      return await search.open(port);
    } catch (error) {
      if (!search.isBusy(error)) throw error;
      const { choice, free } = await search.ask(port);
      if (choice.do === "quit") return undefined;
      if (choice.do === "move" && free !== undefined) {
        port = free;
        if (choice.remember) search.remember(port);
      }
    }
  }
}

/** How many ports above the wished one are tried. */
const PORTS_TRIED = 50;

/** The next free port above `port`, or undefined when none of the next ones is. */
export async function nextFreePort(port: number, host: string): Promise<number | undefined> {
  for (let next = port + 1; next <= Math.min(port + PORTS_TRIED, 65_535); next += 1) {
    if (await isFree(next, host)) return next;
  }
  return undefined;
}

/** Whether a listener could have the port now. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
