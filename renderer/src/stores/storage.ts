/** Owns what the window knows of the broker's disk: asked for while somebody looks. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { StorageInfo } from "../../../broker/contract/service.ts";
import type { ConsoleClient } from "../console/client.ts";
import { refusalOf } from "../console/refusal.ts";

export type StorageView =
  | { readonly state: "loading" }
  | { readonly state: "known"; readonly info: StorageInfo }
  | { readonly state: "failed"; readonly message: string };

export interface StorageState {
  readonly view: StorageView;
  ask(): Promise<void>;
}

export function createStorageStore(client: Pick<ConsoleClient, "storage">): StoreApi<StorageState> {
  return createStore<StorageState>((set, get) => ({
    view: { state: "loading" },
    ask: async () => {
      try {
        set({ view: { state: "known", info: await client.storage.info() } });
      } catch (error) {
        // What was known stays; the bar above says that the link is lost.
        if (get().view.state !== "known") set({ view: { state: "failed", message: refusalOf(error).message } });
      }
    },
  }));
}
