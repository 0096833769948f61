/** Owns what `import … from "electron"` gives a main bundle here. It refuses what Electron refuses; see README.md. */
export { app } from "./app.ts";
export { BrowserWindow } from "./browser-window.ts";
export { ipcMain } from "./ipc-main.ts";
export { Menu, Tray } from "./menu.ts";
export { MessageChannelMain } from "./ports.ts";
export { protocol } from "./protocol.ts";
export { safeStorage } from "./safe-storage.ts";
export { clipboard, dialog, Notification, screen, session, shell } from "./surroundings.ts";
