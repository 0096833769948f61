/** Owns how a connection is called in one word. */
import type { ConnectionView } from "../../../broker/contract/nouns.ts";
import { visibleName } from "./visible.ts";

/** Its subject's id, else what the client calls itself, else its address: what a person recognises it by. */
export function connectionLabel(
  connection: Pick<ConnectionView, "subject" | "clientId" | "address"> | undefined,
  id: string,
): string {
  return visibleName(
    String(
      connection?.subject?.username ?? connection?.subject?.userId ?? connection?.clientId ?? connection?.address ?? id,
    ),
  );
}
