/** Owns the set of stores of one window, made by hand from a console link, and the hooks that read them. */
import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { LiveState } from "../../../broker/contract/live-reduce.ts";
import type { ConsoleClient, ConsoleLink } from "../console/client.ts";
import { type CommandsState, createCommandsStore } from "./commands.ts";
import { createFaults, type FaultsState, type Report } from "./faults.ts";
import { createLiveStore, type LiveView } from "./live.ts";
import { createPendingStore, type PendingState } from "./pending.ts";
import type { PreferencesState } from "./preferences.ts";
import { createRoomsStore, type RoomsState } from "./rooms.ts";
import { createSandboxStore, type SandboxState } from "./sandbox.ts";
import { createDraftStore, type DraftState } from "./sandbox-draft.ts";
import { createSettingDraftsStore, type SettingDraftsState } from "./setting-drafts.ts";
import { createShellStore, type Screen, type ShellState } from "./shell.ts";
import { createStorageStore, type StorageState } from "./storage.ts";
import { pause, taking } from "./taking.ts";
import { createTesterStore, type TesterState } from "./tester.ts";
import { createTopicsStore, type TopicsMirror, type TopicsStore } from "./topics.ts";
import { createTrafficStore, type TrafficState, type TrafficStore } from "./traffic.ts";

export interface Stores {
  readonly client: ConsoleClient;
  readonly link: ConsoleLink;
  readonly live: StoreApi<LiveView>;
  readonly faults: StoreApi<FaultsState>;
  readonly report: Report;
  readonly pending: StoreApi<PendingState>;
  readonly shell: StoreApi<ShellState>;
  readonly tester: StoreApi<TesterState>;
  readonly traffic: TrafficStore;
  readonly rooms: StoreApi<RoomsState>;
  readonly sandbox: StoreApi<SandboxState>;
  readonly draft: StoreApi<DraftState>;
  readonly preferences: StoreApi<PreferencesState>;
  readonly commands: StoreApi<CommandsState>;
  readonly storage: StoreApi<StorageState>;
  readonly settingDrafts: StoreApi<SettingDraftsState>;
  readonly topics: TopicsStore;
  close(): void;
}

export function createStores(link: ConsoleLink, screen: Screen, preferences: StoreApi<PreferencesState>): Stores {
  const { client } = link;
  const faults = createFaults();
  const { report } = faults;
  const shell = createShellStore(screen);
  const live = createLiveStore({
    get state() {
      return link.state;
    },
    onState: (listener) => link.onState(listener),
    follow: (signal) => client.live(undefined, { signal }),
    now: () => Date.now(),
    taking: taking("The live view", report),
    pause,
  });
  return {
    client,
    link,
    live: live.store,
    faults: faults.store,
    report,
    pending: createPendingStore(client, live.store, report),
    shell,
    preferences,
    commands: createCommandsStore(shell, preferences),
    storage: createStorageStore(client),
    settingDrafts: createSettingDraftsStore(client, live.store),
    tester: createTesterStore(client),
    traffic: createTrafficStore(client, link, report),
    rooms: createRoomsStore(client, link, report),
    topics: createTopicsStore({
      get state() {
        return link.state;
      },
      onState: (listener) => link.onState(listener),
      follow: (signal) => client.topics.watch(undefined, { signal }),
      taking: taking("The topics", report),
      pause,
    }),
    sandbox: createSandboxStore(client, link, report),
    draft: createDraftStore(),
    close: () => {
      live.close();
      link.close();
    },
  };
}

const StoresContext = createContext<Stores | null>(null);

export function StoresProvider({ stores, children }: { stores: Stores; children: ReactNode }) {
  return <StoresContext value={stores}>{children}</StoresContext>;
}

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (!stores) throw new Error("useStores stands outside StoresProvider");
  return stores;
}

export function useLiveView<T>(select: (view: LiveView) => T): T {
  return useStore(useStores().live, select);
}

export function useFaults<T>(select: (state: FaultsState) => T): T {
  return useStore(useStores().faults, select);
}

/** The link is lost: what is shown was true. */
export function useIsStale(): boolean {
  return useLiveView((view) => view.phase === "stale");
}

/** Reads what is known of the broker; only under a shell that has something to show. */
export function useLive<T>(select: (data: LiveState) => T): T {
  return useStore(useStores().live, (view) => {
    if (view.phase !== "live" && view.phase !== "stale") throw new Error("useLive stands outside the shell");
    return select(view.data);
  });
}

export function useShell<T>(select: (state: ShellState) => T): T {
  return useStore(useStores().shell, select);
}

export function usePending<T>(select: (state: PendingState) => T): T {
  return useStore(useStores().pending, select);
}

export function useTester<T>(select: (state: TesterState) => T): T {
  return useStore(useStores().tester, select);
}

export function useTraffic<T>(select: (state: TrafficState) => T): T {
  return useStore(useStores().traffic, select);
}

export function useRooms<T>(select: (state: RoomsState) => T): T {
  return useStore(useStores().rooms, select);
}

export function useSandbox<T>(select: (state: SandboxState) => T): T {
  return useStore(useStores().sandbox, select);
}

export function useDraft<T>(select: (state: DraftState) => T): T {
  return useStore(useStores().draft, select);
}

export function usePreferences<T>(select: (state: PreferencesState) => T): T {
  return useStore(useStores().preferences, select);
}

export function useSettingDrafts<T>(select: (state: SettingDraftsState) => T): T {
  return useStore(useStores().settingDrafts, select);
}

export function useTopics<T>(select: (mirror: TopicsMirror) => T): T {
  return useStore(useStores().topics.store, select);
}

export function useStorageState(): StorageState {
  return useStore(useStores().storage);
}

export function useClient(): ConsoleClient {
  return useStores().client;
}
