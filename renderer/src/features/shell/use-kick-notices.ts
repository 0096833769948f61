/** Owns the notices of the system for connections that were closed on purpose: only when asked for, and when nobody looks. */
import { useEffect } from "react";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { useHost } from "../../host/host-context.tsx";
import type { LiveView } from "../../stores/live.ts";
import { useStores } from "../../stores/stores.tsx";
import { guarded } from "../../stores/taking.ts";
import { toldText } from "../../ui/visible.ts";
import { kickNotice } from "./kick-notice.ts";

/** Closes of one edit arrive over several patches: one notice tells of all of them. */
const GATHER_MS = 400;

export function useKickNotices(): void {
  const { live, preferences, report } = useStores();
  const host = useHost();
  useEffect(() => {
    let gathered: ConnectionView[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      const notice = kickNotice(gathered);
      gathered = [];
      timer = undefined;
      // A system draws notices without the writing out that the window does.
      if (notice) void host.notify({ title: toldText(notice.title), body: toldText(notice.body) });
    };
    const onLive = (view: LiveView, before: LiveView) => {
      if (!preferences.getState().notifiesKicks || view.phase !== "live" || before.phase !== "live") return;
      if (view.data.connections === before.data.connections || document.hasFocus()) return;
      for (const [id, row] of view.data.connections) {
        const isNew = row.closed !== null && before.data.connections.get(id)?.closed === null;
        if (isNew && (row.closed?.by === "policy" || row.closed?.by === "operator")) gathered.push(row);
      }
      if (gathered.length > 0) timer ??= setTimeout(tell, GATHER_MS);
    };
    const forget = live.subscribe(guarded("The notices", report, onLive));
    return () => {
      forget();
      clearTimeout(timer);
    };
  }, [live, preferences, host, report]);
}
