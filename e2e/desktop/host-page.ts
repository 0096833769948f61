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
    standInTake?: ((port: MessagePort) => void) | undefined;
    standInHear?: (data: string) => void;
  }
}

export type ConsoleClient = ContractRouterClient<Contract>;

/**
 * Asks for a port as the console does and speaks the contract on it, from the test's process through the page. The page is reloaded
 * once: the test's listener must stand before the console's, or both would speak on one port.
 */
export async function consoleClientOf(page: Page): Promise<ConsoleClient> {
  const listeners: ((event: { data: unknown }) => void)[] = [];
  await page.exposeFunction("standInHear", (data: string) => {
    for (const listener of listeners) listener({ data });
  });
  await page.addInitScript(() => {
    window.addEventListener("message", (event) => {
      const port = event.ports[0];
      const take = window.standInTake;
      if (event.data?.type !== "signalbox:console-port" || port === undefined || take === undefined) return;
      event.stopImmediatePropagation();
      window.standInTake = undefined;
      take(port);
    });
  });
  await page.reload();
  await page.evaluate(async () => {
    const taken = new Promise<MessagePort>((resolve) => {
      window.standInTake = resolve;
    });
    window.signalboxHost.requestConsolePort();
    const port = await taken;
    window.standInPort = port;
    port.addEventListener("message", (message) => window.standInHear?.(String(message.data)));
    port.start();
  });
  const port = {
    on: (event: string, listener: (event: { data: unknown }) => void) => {
      if (event === "message") listeners.push(listener);
    },
    postMessage: (data: unknown) => {
      const posted = page.evaluate((text) => window.standInPort?.postMessage(text), data as string);
      posted.catch((error: unknown) => {
        // A live view that is left says so on its way out, which a closed page need not hear.
        if (!page.isClosed()) throw error;
      });
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
