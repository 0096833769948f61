/** Owns how long an operator keeps a token out, and the way to let it in again. */
import { notifications } from "@mantine/notifications";
import type { Token } from "../../../../broker/contract/nouns.ts";
import { liftBar } from "../../stores/lift-bar.ts";
import { useClient } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatLeft, formatMoment } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import styles from "./dock.module.css";

export type BarredProps = {
  token: Token;
  /** ISO 8601. */
  until: string;
  now: number;
  /** Before how long: "for 10 min". */
  words: string;
};

export function Barred({ token, until, now, words }: BarredProps) {
  const client = useClient();
  return (
    <span className={styles.next} title={formatMoment(until)}>
      <Status tone="warn">
        {words} {formatLeft(Date.parse(until) - now)}
      </Status>
      <Button
        look="link"
        aria-label={`Lift the bar of ${token.name ?? token.id}`}
        onClick={() => void liftBar(client, token.id).then(notifications.show)}
      >
        Lift
      </Button>
    </span>
  );
}
