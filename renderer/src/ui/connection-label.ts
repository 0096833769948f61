/** Owns how a connection is called in one word. */
import type { ConnectionView } from "../../../broker/contract/nouns.ts";

/** Its subject's id, else its address: what a person recognises it by. */
export function connectionLabel(
  connection: Pick<ConnectionView, "subject" | "address"> | undefined,
  id: string,
): string {
  return connection?.subject?.userId ?? connection?.address ?? id;
}
