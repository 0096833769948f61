/** The history's database opened in the test's own thread: many restarts, without a thread for each. */
import type { HistoryStore } from "../../../ports/history.ts";
import { FlatBatches } from "../flat-batches.ts";
import { openHistory } from "../open.ts";

export interface InThreadHistory {
  readonly store: HistoryStore;
  /** Lets go of the file as the death of the process does: nothing more is written. */
  kill(): void;
}

export function openInThread(path: string): InThreadHistory {
  const { database, rows, history } = openHistory(path, 0);
  const flat = new FlatBatches();
  const store: HistoryStore = {
    load: async () => flat.load(history),
    write: async (batch) => rows.write(flat.flatten(batch)),
    backup: async () => {},
    close: async () => void database.close(),
  };
  return { store, kill: () => void database.close() };
}
