/** Owns the menu that the app shows: it is made anew when the person changes its keys. */
import type { MenuItemConstructorOptions } from "electron";
import type { ChangedKeys } from "../broker/contract/chords.ts";
import { type MenuActions, type MenuSurroundings, menuTemplate } from "./menu.ts";

export interface AppMenuOptions {
  readonly surroundings: Omit<MenuSurroundings, "keys">;
  readonly actions: MenuActions;
  readonly show: (template: MenuItemConstructorOptions[]) => void;
}

export class AppMenu {
  readonly #options: AppMenuOptions;
  #keys: ChangedKeys = {};

  constructor(options: AppMenuOptions) {
    this.#options = options;
    this.#show();
  }

  /** Every window tells the same keys as it opens: the menu is left alone unless they are others. */
  setKeys(keys: ChangedKeys): void {
    if (JSON.stringify(keys) === JSON.stringify(this.#keys)) return;
    this.#keys = keys;
    this.#show();
  }

  #show(): void {
    const { surroundings, actions, show } = this.#options;
    show(menuTemplate({ ...surroundings, keys: this.#keys }, actions));
  }
}
