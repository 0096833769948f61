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
import { AppMenu } from "./app-menu.ts";
import { backUpElsewhere } from "./backup.ts";
import { startBroker } from "./broker-start.ts";
import { serveConsolePorts } from "./console-port.ts";
import { LINK_SCHEME } from "./deep-link.ts";
import { type DesktopSettings, readSettings, rememberPort } from "./desktop-settings.ts";
import { type Engine, openLog, stopOnUncaught } from "./engine-host.ts";
import { answerHostCalls } from "./host-api.ts";
import { CHANNELS } from "./host-surface.ts";
import { hostTools } from "./host-tools.ts";
import { type Opened, openedBy, requestFor } from "./opened.ts";
import { isOwnUrl, pageUrl } from "./origin.ts";
import { mayOpenOutside } from "./outside-links.ts";
import { isFree, nextFreePort } from "./port-busy.ts";
import { changePort } from "./port-change.ts";
import { registerAppScheme, serveFiles } from "./protocol.ts";
import { Quit } from "./quit.ts";
import { senderCheck } from "./sender.ts";
import { ServingTray } from "./tray.ts";
import { denyPermissions } from "./window.ts";
import { restoreStates, saveStates } from "./window-state.ts";
import { Windows } from "./windows.ts";
import { exportWorkspace } from "./workspace-export.ts";

// Both must run before the first await of the whole program: the app can become ready while it waits.
registerAppScheme(protocol);
isolateUserData(app.commandLine.getSwitchValue("user-data-dir"));
// Windows shows notices only for an app it can name: the id of electron-builder.yml.
if (process.platform === "win32") app.setAppUserModelId("io.github.signalbox.Signalbox");
if (app.requestSingleInstanceLock()) void main();
else app.quit();

/** Another data folder is another Signalbox: it has its own lock, database and settings. */
function isolateUserData(folder: string): void {
  if (folder === "") return;
  mkdirSync(folder, { recursive: true });
  app.setPath("userData", folder);
}

/** How long the last lines of the log may take to their file. */
const LOG_FILE_MS = 200;

async function main(): Promise<void> {
  const built = import.meta.dirname;
  const icons = join(built, "../../resources/icons");
  const consoleFolder = join(built, "../renderer");
  const dataFolder = app.getPath("userData");
  const settingsFile = join(dataFolder, "desktop.json");
  const stateFile = join(dataFolder, "window-state.json");
  const folders = { data: dataFolder, logs: join(dataFolder, "logs") };
  const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
  const log = openLog(join(folders.logs, "signalbox.log"));
  const tools = hostTools({ clipboard, shell, Notification, folders });
  const isOwn = (url: string) => isOwnUrl(url, developmentUrl);
  const isOwnFrame = senderCheck(developmentUrl);
  /** For menu and tray, where nobody waits for the answer. */
  const attempt = (deed: Promise<void>) =>
    void deed.catch((error: unknown) => log.warn({ error }, "the system refused a deed of the menu"));

  let settings: DesktopSettings;
  let engine: Engine | undefined;
  let tray: ServingTray | undefined;
  // Z7. Electron's own answer, a box with a stack, would leave a broker that nobody knows the state of.
  const onUncaught = stopOnUncaught({
    log,
    boundMs: LIMITS.quitMs,
    async stop() {
      tools.notify({ title: "Signalbox stops", body: "It met an internal error; the log in its folder says which." });
      await engine?.stop();
    },
    exit: (code) => void setTimeout(() => app.exit(code), LOG_FILE_MS),
  });
  const quit = new Quit({
    app,
    boundMs: LIMITS.quitMs,
    async stop() {
      tray?.stopping();
      await engine?.stop();
    },
    onTrouble: (trouble, error) => log.error({ error }, trouble),
  });
  const windows = new Windows({
    create: (options) => new BrowserWindow(options),
    focused: () => BrowserWindow.getFocusedWindow(),
    preload: join(built, "../preload/preload.cjs"),
    icon: join(icons, "icon.png"),
    url: pageUrl(developmentUrl),
    restore: () => restoreStates(stateFile, screen.getAllDisplays()),
    save: (states) => saveStates(stateFile, states),
    isOwnUrl: isOwn,
    mayOpenOutside,
    openOutside: (url) => attempt(tools.openExternal(url)),
    onLastClosed: () => {
      if (!quit.asked) tray?.windowClosed();
    },
  });

  /** Before the broker serves there is nothing to show: the start itself opens the window. */
  const showWindow = () => {
    if (engine !== undefined) windows.show();
  };
  let asked = openedBy(process.argv);
  const open = async (opened: Opened) => windows.ask(await requestFor(opened));
  const showOrOpen = (opened: Opened | undefined) => {
    if (opened === undefined) showWindow();
    else if (engine === undefined) asked = opened;
    else void open(opened);
  };
  // Having a listener is what keeps the app, and with it the broker, running without a window.
  app.on("window-all-closed", () => {});
  app.on("activate", showWindow);
  app.on("second-instance", (_event, args) => showOrOpen(openedBy(args)));
  app.on("open-file", (event, path) => {
    event.preventDefault();
    showOrOpen({ kind: "file", text: path });
  });
  app.on("open-url", (event, url) => {
    event.preventDefault();
    showOrOpen({ kind: "link", text: url });
  });
  app.on("before-quit", () => windows.quitting());
  // A program that is built from source would take the links of the installed one.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);

  await app.whenReady();
  serveFiles(protocol, consoleFolder);
  denyPermissions(session.defaultSession, isOwn);
  try {
    settings = readSettings({
      file: settingsFile,
      environment: process.env,
      flag: (name) => app.commandLine.getSwitchValue(name),
    });
    engine = await startBroker({
      settings,
      settingsFile,
      keychain: safeStorage,
      keyFile: join(dataFolder, "keychain.json"),
      platform: process.platform,
      dialog,
      dataFolder,
      consoleFolder,
      log,
      onUncaught,
      version: app.getVersion(),
    });
  } catch (error) {
    log.error({ error }, "start failed");
    dialog.showErrorBox("Signalbox cannot start", messageOf(error));
    app.exit(2);
    return;
  }
  if (engine === undefined) {
    app.quit();
    return;
  }
  const serving = engine;
  const copyBrokerAddress = () => attempt(tools.copy(serving.broker));

  serveConsolePorts({
    ipcMain,
    makeChannel: () => new MessageChannelMain(),
    isOwnFrame,
    openPort: (port) => serving.openPort(port),
  });
  ipcMain.on(CHANNELS.commandsReady, (event) => {
    if (isOwnFrame(event.senderFrame)) windows.pageListens(event.sender);
  });
  const menu = new AppMenu({
    surroundings: { platform: process.platform, development: !app.isPackaged },
    actions: {
      command: (id) => windows.ask({ kind: "command", id }),
      openWindow: () => windows.openAnother(),
      exportWorkspace: () => void exportWorkspace({ dialog, broker: serving }),
      copyBrokerAddress,
      openInBrowser: () => attempt(tools.openExternal(serving.loginLink())),
      revealFolder: (folder) => attempt(tools.revealFolder(folder)),
    },
    show: (template) => Menu.setApplicationMenu(Menu.buildFromTemplate(template)),
  });
  answerHostCalls({
    ipcMain,
    isOwnFrame,
    mayOpen: mayOpenOutside,
    tools: {
      ...tools,
      openWindow: () => windows.openAnother(),
      setZoom: (page, percent) => page.setZoomFactor(percent / 100),
      setKeys: (keys) => menu.setKeys(keys),
      backUp: () => backUpElsewhere({ dialog, broker: serving }),
      changePort: (port) =>
        changePort(port, {
          serving: serving.port,
          isFree: (wished) => isFree(wished, settings.host),
          nextFree: (busy) => nextFreePort(busy, settings.host),
          remember: (chosen) => rememberPort(settingsFile, chosen),
        }),
      restart: () => {
        app.relaunch();
        app.quit();
      },
    },
    onBug: (channel, error) => log.error({ channel, error }, "a host call failed"),
  });
  const icon = new ServingTray({
    tray: new Tray(join(icons, process.platform === "darwin" ? "trayTemplate.png" : "tray.png")),
    address: serving.broker,
    actions: { showWindow, copyBrokerAddress, quit: () => app.quit() },
    attachMenu: (icon, template) => icon.setContextMenu(Menu.buildFromTemplate(template)),
    tell: (title, body) => tools.notify({ title, body }),
  });
  tray = icon;
  serving.onServing((isServing) => icon.serving(isServing));

  windows.show();
  if (asked !== undefined) await open(asked);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
