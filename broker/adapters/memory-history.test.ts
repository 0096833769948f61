import { describeHistory } from "../testing/history-contract.ts";
import { HistoryShelf, MemoryHistory } from "./memory-history.ts";

let shelf = new HistoryShelf();
describeHistory("memory", {
  begin: () => {
    shelf = new HistoryShelf();
  },
  open: async () => new MemoryHistory(shelf),
});
