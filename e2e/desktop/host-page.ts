/** Owns what a test does inside the desktop's page: host calls as the page makes them, and a console client on a port of its own. */
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { Page } from "@playwright/test";
import type { Contract } from "../../broker/contract/console.ts";
import type { SignalboxHost } from "../../electron/host-surface.ts";

declare global {
  interface Window {
    readonly signalboxHost: SignalboxHost;
    standInPort?: MessagePort;
    standInHear?: (data: string) => void;
  }
}

export type ConsoleClient = ContractRouterClient<Contract>;

/** Asks for a port as the console does and speaks the contract on it, from the test's process through the page. */
export async function consoleClientOf(page: Page): Promise<ConsoleClient> {
  const listeners: ((event: { data: unknown }) => void)[] = [];
  await page.exposeFunction("standInHear", (data: string) => {
    for (const listener of listeners) listener({ data });
  });
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        window.addEventListener(
          "message",
          (event) => {
            const port = event.ports[0];
            if (event.data?.type !== "signalbox:console-port" || port === undefined || window.standInPort) return;
            // The console listens on this window too: this port is the test's, and the console's listener must not take it.
            event.stopImmediatePropagation();
            window.standInPort = port;
            port.addEventListener("message", (message) => window.standInHear?.(String(message.data)));
            port.start();
            resolve();
          },
          { capture: true },
        );
        window.signalboxHost.requestConsolePort();
      }),
  );
  const port = {
    on: (event: string, listener: (event: { data: unknown }) => void) => {
      if (event === "message") listeners.push(listener);
    },
    postMessage: (data: unknown) => {
      void page.evaluate((text) => window.standInPort?.postMessage(text), data as string);
    },
  };
  return createORPCClient<ConsoleClient>(new RPCLink({ port: port as never }));
}

/** Commands of the native menu that the page was handed, in order. */
export async function commandsOf(page: Page): Promise<() => Promise<unknown[]>> {
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Reflect.set(window, "standInCommands", heard);
    window.addEventListener("message", (event) => {
      if (event.data?.type === "signalbox:command") heard.push(event.data.command);
    });
  });
  return () => page.evaluate(() => Reflect.get(window, "standInCommands") as unknown[]);
}
