/** Owns the foot of a card whose client is away: what a retry would get, and the retry. */
import { IconRefresh } from "@tabler/icons-react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import styles from "./card.module.css";
import type { RetryVerdict } from "./use-retries.ts";

export type CardFootProps = { client: SandboxClient; retry: RetryVerdict | null; onConnect: () => void };

export function CardFoot({ client, retry, onConnect }: CardFootProps) {
  const isWaiting = client.state.kind === "waiting";
  return (
    <footer className={styles.foot}>
      <span title={retry?.reason ?? ""}>
        {isWaiting ? "Tries again by itself" : (retry?.words ?? "Asking what a retry gets")}
      </span>
      <Button
        size="small"
        isSquare
        aria-label={`Connect ${client.name} again`}
        title={isWaiting ? "Connect now" : "Connect again"}
        onClick={onConnect}
      >
        <IconRefresh {...ICON.small} />
      </Button>
    </footer>
  );
}
