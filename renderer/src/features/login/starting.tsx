/** Owns the window before it knows anything of the broker: reaching it, or failing to. */
import { Loader } from "@mantine/core";
import { useLiveView, useStores } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Message } from "../../ui/message.tsx";
import styles from "./starting.module.css";

export function Starting() {
  const { link } = useStores();
  const failure = useLiveView((view) => (view.phase === "failed" ? view.message : null));
  return (
    <main className={styles.page}>
      {failure === null ? (
        <Message title="Reaching the broker">
          <Loader size="xs" aria-hidden />
        </Message>
      ) : (
        <Message title="The broker cannot be reached" tone="bad" detail={`${failure} Trying again by itself.`}>
          <Button onClick={() => link.retry()}>Try now</Button>
        </Message>
      )}
    </main>
  );
}
