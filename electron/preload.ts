/** Owns `window.signalboxHost`: the pipe and the host capabilities that the page gets, and nothing else of Electron. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from "electron";
import { CHANNELS, type SignalboxHost } from "./host-surface.ts";

/** Put in by the bundler from package.json. */
declare const SIGNALBOX_VERSION: string;

// Ports cannot cross the context bridge; a window message carries them. "*" reaches this very document and no other:
// the page cannot navigate away, and `location.origin` of a scheme of our own is not a valid target origin everywhere.
ipcRenderer.on(CHANNELS.consolePort, (event: IpcRendererEvent) => {
  window.postMessage({ type: CHANNELS.consolePort }, "*", event.ports);
});

ipcRenderer.on(CHANNELS.command, (_event: IpcRendererEvent, command: unknown) => {
  window.postMessage({ type: CHANNELS.command, command }, "*");
});

const host: SignalboxHost = {
  runtime: "desktop",
  platform: process.platform,
  version: SIGNALBOX_VERSION,
  requestConsolePort: () => ipcRenderer.send(CHANNELS.consolePort),
  commandsReady: () => ipcRenderer.send(CHANNELS.commandsReady),
  copy: (text) => ipcRenderer.invoke(CHANNELS.copy, text),
  revealFolder: (folder) => ipcRenderer.invoke(CHANNELS.revealFolder, folder),
  openExternal: (url) => ipcRenderer.invoke(CHANNELS.openExternal, url),
  notify: (notice) => ipcRenderer.invoke(CHANNELS.notify, notice),
  openWindow: () => ipcRenderer.invoke(CHANNELS.openWindow),
  setZoom: (percent) => ipcRenderer.invoke(CHANNELS.setZoom, percent),
  setKeys: (changed) => ipcRenderer.invoke(CHANNELS.setKeys, changed),
  backUp: () => ipcRenderer.invoke(CHANNELS.backUp),
  changePort: (port) => ipcRenderer.invoke(CHANNELS.changePort, port),
  restart: () => ipcRenderer.invoke(CHANNELS.restart),
};

contextBridge.exposeInMainWorld("signalboxHost", host);
