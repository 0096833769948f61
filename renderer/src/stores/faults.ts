/** Faults of this window that no screen has shown: where they happened, and the one place that keeps them to be shown. */
import { createStore, type StoreApi } from "zustand/vanilla";

export interface Fault {
  /** "The live view": the subject of "… failed". */
  readonly where: string;
  readonly message: string;
  /** Stack and message, to be passed on. */
  readonly details: string;
  /** How often it has happened. */
  readonly count: number;
}

/** Takes what was thrown. Never throws itself. */
export type Report = (where: string, error: unknown) => void;

export interface FaultsState {
  /** Oldest first, each once. */
  readonly faults: readonly Fault[];
  dismiss(): void;
}

/** Different faults that are kept; a part that fails in ever new words would fill the memory. */
const KEPT = 10;
/** Characters of a message that is shown: it may quote a whole value. */
const MESSAGE_LENGTH = 300;
const DETAILS_LENGTH = 4_000;

export function createFaults(): { readonly store: StoreApi<FaultsState>; readonly report: Report } {
  const store = createStore<FaultsState>((set) => ({ faults: [], dismiss: () => set({ faults: [] }) }));
  return {
    store,
    report: (where, error) => {
      const message = (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH);
      const stack = error instanceof Error ? (error.stack ?? "") : "";
      const details = `${where}: ${message}\n${stack}`.slice(0, DETAILS_LENGTH);
      store.setState(({ faults }) => {
        const known = faults.find((fault) => fault.where === where && fault.message === message);
        const others = faults.filter((fault) => fault !== known);
        return { faults: [...others, { where, message, details, count: (known?.count ?? 0) + 1 }].slice(-KEPT) };
      });
    },
  };
}

/** Passes on what nobody caught in `target`: an event handler, a timer, a promise. Answers how to stop. */
export function reportUncaught(target: Window, report: Report): () => void {
  const onError = (event: ErrorEvent) => {
    // The browser's word for a layout that took two frames: nothing has failed.
    if (event.message.startsWith("ResizeObserver loop")) return;
    report("This window", event.error ?? event.message);
  };
  const onRejection = (event: PromiseRejectionEvent) => report("This window", event.reason);
  target.addEventListener("error", onError);
  target.addEventListener("unhandledrejection", onRejection);
  return () => {
    target.removeEventListener("error", onError);
    target.removeEventListener("unhandledrejection", onRejection);
  };
}
