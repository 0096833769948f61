/** Owns the tray icon: it says that the broker serves while no window is open, and is the way back or out. */
import type { MenuItemConstructorOptions, Tray } from "electron";

export interface TrayActions {
  showWindow(): void;
  copyBrokerAddress(): void;
  quit(): void;
}

/** What the tray says and offers. `address` is the broker's. */
export function trayTemplate(address: string, isServing: boolean, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    { label: isServing ? `Serving ${address}` : "The broker is stopped", enabled: false },
    { type: "separator" },
    { label: "Open Signalbox", click: () => actions.showWindow() },
    { label: "Copy broker address", click: () => actions.copyBrokerAddress() },
    { type: "separator" },
    { label: "Quit and stop serving", click: () => actions.quit() },
  ];
}

export interface ServingTrayTools {
  readonly tray: Tray;
  readonly address: string;
  readonly actions: TrayActions;
  readonly attachMenu: (tray: Tray, template: MenuItemConstructorOptions[]) => void;
  /** Tells the person, once a run, that closing the window did not stop the broker. */
  readonly tell: (title: string, body: string) => void;
}

export class ServingTray {
  readonly #tools: ServingTrayTools;
  #told = false;

  constructor(tools: ServingTrayTools) {
    this.#tools = tools;
    this.serving(true);
    tools.tray.on("click", () => tools.actions.showWindow());
  }

  /** An operator stopped the broker, or started it again. */
  serving(isServing: boolean): void {
    const { tray, address, actions, attachMenu } = this.#tools;
    tray.setToolTip(isServing ? `Signalbox serves ${address}` : "Signalbox is open, its broker is stopped");
    attachMenu(tray, trayTemplate(address, isServing, actions));
  }

  /** The window went away and the broker did not. */
  windowClosed(): void {
    if (this.#told) return;
    this.#told = true;
    this.#tools.tell(
      "Signalbox keeps serving",
      `${this.#tools.address} stays up with the window closed. Open it again, or quit, from the tray icon.`,
    );
  }

  stopping(): void {
    this.#tools.tray.setToolTip("Signalbox is stopping");
  }
}
