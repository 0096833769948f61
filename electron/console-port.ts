/** Owns the pipe between a page and the engine: one message channel a request, made when the page says it listens. */
import type { IpcMain, MessageChannelMain, MessagePortMain } from "electron";
import { CHANNELS } from "./host-surface.ts";
import type { SenderCheck } from "./sender.ts";

export interface ConsolePortTools {
  readonly ipcMain: Pick<IpcMain, "on">;
  readonly makeChannel: () => MessageChannelMain;
  readonly isOwnFrame: SenderCheck;
  /** Hands the engine's end over; the console contract is spoken on it from then on. */
  readonly openPort: (port: MessagePortMain) => void;
}

/** A port sent before the page listens is lost, so the page asks for it; each reload asks again and gets a new one. */
export function serveConsolePorts({ ipcMain, makeChannel, isOwnFrame, openPort }: ConsolePortTools): void {
  ipcMain.on(CHANNELS.consolePort, (event) => {
    const frame = event.senderFrame;
    if (frame === null || !isOwnFrame(frame)) return;
    const { port1, port2 } = makeChannel();
    openPort(port1);
    // Only now: messages wait in the port until somebody listens.
    port1.start();
    frame.postMessage(CHANNELS.consolePort, null, [port2]);
  });
}
