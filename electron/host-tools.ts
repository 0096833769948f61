/** Owns what the operating system does for page and menu: clipboard, folders, links, notices. */
import type { Clipboard, Notification, Shell } from "electron";
import type { HostTools } from "./host-api.ts";
import type { Folder } from "./host-surface.ts";

export interface SystemParts {
  readonly clipboard: Pick<Clipboard, "writeText">;
  readonly shell: Pick<Shell, "openPath" | "openExternal">;
  readonly Notification: typeof Notification;
  readonly folders: Readonly<Record<Folder, string>>;
}

/** Every tool rejects with the system's reason; who calls for a page answers it as "internal" and logs it. */
export function hostTools({ clipboard, shell, Notification, folders }: SystemParts): HostTools {
  return {
    copy: (text) => clipboard.writeText(text),
    async revealFolder(folder) {
      const trouble = await shell.openPath(folders[folder]);
      if (trouble !== "") throw new Error(trouble);
    },
    openExternal: (url) => shell.openExternal(url),
    notify({ title, body }) {
      if (Notification.isSupported()) new Notification({ title, body }).show();
    },
  };
}
