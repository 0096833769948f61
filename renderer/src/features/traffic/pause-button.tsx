/** Owns the button that holds the list: it goes on counting, and says what waits. */
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useStores, useTraffic } from "../../stores/stores.tsx";
import { useCapsOf } from "../../stores/use-commands.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { KeyCaps } from "../../ui/key-cap.tsx";

export function PauseButton() {
  const { traffic } = useStores();
  const isPaused = useTraffic((state) => state.holds.has("paused"));
  const buffered = useTraffic((state) => (state.holds.has("paused") ? state.buffered : 0));
  const caps = useCapsOf("traffic.pause");
  return (
    <Button onClick={() => traffic.getState().hold("paused", !isPaused)} aria-pressed={isPaused}>
      {isPaused ? <IconPlayerPlay {...ICON.small} /> : <IconPlayerPause {...ICON.small} />}
      {isPaused ? `Go on${buffered > 0 ? ` (${formatCount(buffered)} new)` : ""}` : "Pause"}
      <KeyCaps caps={caps} />
    </Button>
  );
}
