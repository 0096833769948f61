/** Line that tells how many exceptions the broker caught, what the last one was and where its stack is; absent while there are none. */
import type { FaultPlace } from "../../../../broker/contract/live.ts";
import { useHost } from "../../host/host-context.tsx";
import { useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import { visibleName } from "../../ui/visible.ts";
import styles from "./internal-errors.module.css";

/** Where each kind of callback runs, as the end of "in …". */
const PLACES = {
  frame: "a client's frame",
  encode: "the encoding of a message",
  delivery: "the delivery of a message",
  session: "a client's session",
  transport: "a client's socket",
  handshake: "a handshake",
  write: "a write to a socket",
  timer: "a timer",
  promise: "a task in the background",
  listener: "a listener of the broker",
  rule: "an auto-reply rule",
  hook: "a hook",
  chat: "a chat room",
  view: "a view of the console",
  sandbox: "the sandbox",
  http: "an HTTP request",
} as const satisfies Record<FaultPlace, string>;

export function InternalErrors() {
  const { count, last } = useLive((data) => data.stats.faults);
  const { desktop } = useHost();
  if (count === 0 || last === null) return null;
  return (
    <section className={styles.errors} aria-label="Internal errors">
      <Status tone="bad">{formatPlural(count, "internal error")} since the broker started</Status>
      <p>
        The broker caught {count === 1 ? "it" : "each of them"} and serves every other client. The last one was at{" "}
        <Clock at={last.at} /> in {PLACES[last.place]}: <code>{visibleName(last.message)}</code>. The log has its stack
        {desktop === null ? ": the broker's process writes it to standard error." : "."}
      </p>
      {desktop !== null && (
        <Button size="small" onClick={() => void desktop.revealFolder("logs")}>
          Show the log
        </Button>
      )}
    </section>
  );
}
