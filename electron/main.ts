/** Owns the wiring of the desktop app: what runs before the app is ready, and who knows whom afterwards. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} from "electron";
import { LIMITS } from "../broker/contract/limits.ts";
import { serveConsolePorts } from "./console-port.ts";
import { readSettings, rememberPort } from "./desktop-settings.ts";
import { type Engine, isPortBusy, startEngine, startRefusal } from "./engine-host.ts";
import { FileLog } from "./file-log.ts";
import { answerHostCalls } from "./host-api.ts";
import type { Folder } from "./host-surface.ts";
import { openKeychainSecrets } from "./keychain-secrets.ts";
import { menuTemplate } from "./menu.ts";
import { isOwnUrl, pageUrl } from "./origin.ts";
import { mayOpenOutside } from "./outside-links.ts";
import { nextFreePort, openOnPort, portQuestion } from "./port-busy.ts";
import { registerAppScheme, serveFiles } from "./protocol.ts";
import { Quit } from "./quit.ts";
import { senderCheck } from "./sender.ts";
import { ServingTray } from "./tray.ts";
import { ConsoleWindow, denyPermissions } from "./window.ts";
import { restoreState, saveState } from "./window-state.ts";
import { readWorkspaceFile, workspaceArgument } from "./workspace-file.ts";

// Both must run before the first await of the whole program: the app can become ready while it waits.
registerAppScheme(protocol);
isolateUserData(app.commandLine.getSwitchValue("user-data-dir"));
if (app.requestSingleInstanceLock()) void main();
else app.quit();

/** Another data folder is another Signalbox: it has its own lock, database and settings. */
function isolateUserData(folder: string): void {
  if (folder === "") return;
  mkdirSync(folder, { recursive: true });
  app.setPath("userData", folder);
}

async function main(): Promise<void> {
  const built = import.meta.dirname;
  const icons = join(built, "../../resources/icons");
  const dataFolder = app.getPath("userData");
  const folders: Record<Folder, string> = { data: dataFolder, logs: join(dataFolder, "logs") };
  const settingsFile = join(dataFolder, "desktop.json");
  const stateFile = join(dataFolder, "window-state.json");
  const log = new FileLog(join(folders.logs, "signalbox.log"));
  const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
  const isOwn = (url: string) => isOwnUrl(url, developmentUrl);
  const isOwnFrame = senderCheck(developmentUrl);
  const tell = (title: string, body: string) => {
    if (Notification.isSupported()) new Notification({ title, body }).show();
  };
  const openOutside = (url: string) =>
    void shell.openExternal(url).catch((error: unknown) => log.warn({ error }, "not opened outside"));

  let engine: Engine | undefined;
  let tray: ServingTray | undefined;
  const quit = new Quit({
    app,
    boundMs: LIMITS.stopMs,
    stop: async () => {
      tray?.stopping();
      await engine?.stop();
    },
    onTrouble: (trouble, error) => log.error({ error }, trouble),
  });
  const window = new ConsoleWindow({
    create: (options) => new BrowserWindow(options),
    preload: join(built, "../preload/preload.cjs"),
    icon: join(icons, "icon.png"),
    url: pageUrl(developmentUrl),
    restore: () => restoreState(stateFile, screen.getAllDisplays()),
    save: (state) => saveState(stateFile, state),
    isOwnUrl: isOwn,
    mayOpenOutside,
    openOutside,
    onClosed: () => {
      if (!quit.asked) tray?.windowClosed();
    },
  });

  const importWorkspace = async (path: string) => {
    try {
      window.command({ name: "import-workspace", file: await readWorkspaceFile(path) });
    } catch (error) {
      dialog.showErrorBox("The workspace was not opened", error instanceof Error ? error.message : String(error));
    }
  };
  // Having a listener is what keeps the app, and with it the broker, running without a window.
  app.on("window-all-closed", () => {});
  app.on("activate", () => window.show());
  app.on("second-instance", (_event, args) => {
    const path = workspaceArgument(args);
    if (path === undefined) window.show();
    else void importWorkspace(path);
  });
  app.on("open-file", (event, path) => {
    event.preventDefault();
    void importWorkspace(path);
  });

  await app.whenReady();
  serveFiles(protocol, join(built, "../renderer"));
  denyPermissions(session.defaultSession, isOwn);

  const { host, port } = readSettings({
    file: settingsFile,
    environment: process.env,
    flag: (name) => app.commandLine.getSwitchValue(name),
  });
  try {
    const secrets = await openKeychainSecrets(safeStorage, join(dataFolder, "keychain.json"), process.platform);
    engine = await openOnPort({
      port,
      open: (wished) =>
        startEngine({
          host,
          port: wished,
          dataFolder,
          secrets,
          consoleFolder: join(built, "../renderer"),
          log,
          version: app.getVersion(),
        }),
      isBusy: isPortBusy,
      ask: async (busy) => {
        const free = await nextFreePort(busy, host);
        const question = portQuestion(busy, free);
        const { response, checkboxChecked } = await dialog.showMessageBox(question.options);
        return { choice: question.choice(response, checkboxChecked), free };
      },
      remember: (chosen) => rememberPort(settingsFile, chosen),
    });
  } catch (error) {
    log.error({ error }, "start failed");
    dialog.showErrorBox("Signalbox cannot start", startRefusal(error) ?? messageOf(error));
    return app.exit(2);
  }
  if (engine === undefined) return app.quit();
  const serving = engine;

  const copyBrokerAddress = () => void clipboard.writeText(serving.broker);
  const revealFolder = async (folder: Folder) => {
    const trouble = await shell.openPath(folders[folder]);
    if (trouble !== "") throw new Error(trouble);
  };
  serveConsolePorts({
    ipcMain,
    makeChannel: () => new MessageChannelMain(),
    isOwnFrame,
    openPort: (consolePort) => serving.openPort(consolePort),
  });
  answerHostCalls({
    ipcMain,
    isOwnFrame,
    mayOpen: mayOpenOutside,
    tools: {
      copy: (text) => clipboard.writeText(text),
      pickFile: async () => {
        const { filePaths } = await dialog.showOpenDialog({
          title: "Import workspace",
          properties: ["openFile"],
          filters: [{ name: "Signalbox workspace", extensions: ["json"] }],
        });
        const path = filePaths[0];
        return path === undefined ? null : readWorkspaceFile(path);
      },
      revealFolder,
      openExternal: (url) => shell.openExternal(url),
      notify: ({ title, body }) => tell(title, body),
    },
    onBug: (channel, error) => log.error({ channel, error }, "host call failed"),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(
        { platform: process.platform, development: !app.isPackaged },
        {
          command: (command) => window.command(command),
          importWorkspace: () => window.command({ name: "import-workspace" }),
          copyBrokerAddress,
          openInBrowser: () => openOutside(serving.loginLink()),
          revealFolder: (folder) =>
            void revealFolder(folder).catch((error: unknown) => log.warn({ error }, "folder not shown")),
        },
      ),
    ),
  );
  tray = new ServingTray({
    tray: new Tray(join(icons, process.platform === "darwin" ? "trayTemplate.png" : "tray.png")),
    address: serving.broker,
    actions: { showWindow: () => window.show(), copyBrokerAddress, quit: () => app.quit() },
    attachMenu: (icon, template) => icon.setContextMenu(Menu.buildFromTemplate(template)),
    tell,
  });

  window.show();
  const asked = workspaceArgument(process.argv);
  if (asked !== undefined) await importWorkspace(asked);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
