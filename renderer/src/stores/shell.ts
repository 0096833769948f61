/** Owns where the person is: the screen, the dialog that is open, and what one screen asks of another. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { TokenDraft } from "../../../broker/contract/nouns.ts";
import { type Screen, screenNamed } from "../../../broker/contract/screens.ts";

export type { Screen };

export type Dock = "door" | "revocations" | "kicks" | "refusals";

/** The dialogs of Access; other screens open them through here. */
export type AccessDialog =
  | {
      readonly kind: "new-token";
      readonly draft?: TokenDraft;
      readonly ownSecret?: boolean;
      /** Filters that the token shall be able to hear: once it is made, they become pending edits. */
      readonly filters?: readonly string[];
    }
  | { readonly kind: "edit-token" | "rotate-token" | "delete-token" | "copy-as-client"; readonly id: string }
  | { readonly kind: "new-tag"; readonly pattern?: string }
  | { readonly kind: "paste-tags" }
  | { readonly kind: "edit-tag" | "delete-tag"; readonly id: string };

/** What is open over every screen. */
export type Overlay = "palette" | "shortcuts" | "import" | "stop" | "connect" | "audit" | "replies" | "templates";

export interface OfferedFile {
  readonly name: string;
  readonly text: string;
}

export interface ShellState {
  readonly screen: Screen;
  readonly overlay: Overlay | null;
  readonly dialog: AccessDialog | null;
  readonly connectionsFilter: string;
  readonly selectedConnection: string | null;
  readonly trafficFilter: string;
  readonly dock: Dock;
  /** Somebody asked for the dock by name: it is shown even where nothing else is. */
  readonly isDockAsked: boolean;
  /** A setting that somebody asked for by name: the screen shows and takes it. */
  readonly askedSetting: string | null;
  /** A workspace file that was dropped, opened or picked; the import dialog takes it. */
  readonly offeredFile: OfferedFile | null;
  readonly selectedTopic: string | null;
  readonly topicsFilter: string;
  /** The screen alone, without the frame around it: for an audience. */
  readonly isPresenting: boolean;
  present(isPresenting: boolean): void;
  go(screen: Screen): void;
  showSetting(id: string): void;
  settingShown(): void;
  offerFile(file: OfferedFile): void;
  open(overlay: Overlay): void;
  closeOverlay(): void;
  openDialog(dialog: AccessDialog): void;
  closeDialog(): void;
  setConnectionsFilter(filter: string): void;
  selectConnection(id: string | null): void;
  showConnections(filter: string, selected?: string): void;
  setTrafficFilter(filter: string): void;
  /** Opens Traffic with this filter: `topic:home/# denied`. */
  showTraffic(filter: string): void;
  setDock(dock: Dock): void;
  showDock(dock: Dock): void;
  selectTopic(name: string | null): void;
  setTopicsFilter(filter: string): void;
  showTopic(name: string): void;
}

export function createShellStore(initial: Screen): StoreApi<ShellState> {
  return createStore<ShellState>((set) => ({
    screen: initial,
    overlay: null,
    dialog: null,
    connectionsFilter: "",
    selectedConnection: null,
    trafficFilter: "",
    dock: "door",
    isDockAsked: false,
    askedSetting: null,
    offeredFile: null,
    selectedTopic: null,
    topicsFilter: "",
    showSetting: (askedSetting) => set({ screen: "settings", overlay: null, askedSetting }),
    settingShown: () => set({ askedSetting: null }),
    offerFile: (offeredFile) => set({ overlay: "import", offeredFile }),
    isPresenting: false,
    present: (isPresenting) => set({ isPresenting }),
    go: (screen) => set({ screen, isDockAsked: false, isPresenting: false }),
    open: (overlay) => set({ overlay }),
    closeOverlay: () => set({ overlay: null, offeredFile: null }),
    openDialog: (dialog) => set({ screen: "access", overlay: null, dialog }),
    closeDialog: () => set({ dialog: null }),
    setConnectionsFilter: (connectionsFilter) => set({ connectionsFilter }),
    selectConnection: (selectedConnection) => set({ selectedConnection }),
    showConnections: (connectionsFilter, selected) =>
      set({ screen: "connections", overlay: null, connectionsFilter, selectedConnection: selected ?? null }),
    setTrafficFilter: (trafficFilter) => set({ trafficFilter }),
    showTraffic: (filter) =>
      set({
        screen: "traffic",
        overlay: null,
        trafficFilter: filter === "" || filter.endsWith(" ") ? filter : `${filter} `,
      }),
    setDock: (dock) => set({ dock }),
    showDock: (dock) => set({ screen: "connections", overlay: null, dock, isDockAsked: true }),
    selectTopic: (selectedTopic) => set({ selectedTopic }),
    setTopicsFilter: (topicsFilter) => set({ topicsFilter }),
    showTopic: (selectedTopic) => set({ screen: "topics", overlay: null, selectedTopic, topicsFilter: "" }),
  }));
}

/** `#/access` and its like; anything else is the first screen. */
export function screenOfHash(hash: string): Screen {
  return screenNamed(hash.replace(/^#\//, "")) ?? "overview";
}
