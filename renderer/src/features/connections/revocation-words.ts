/** Owns the words for what a revocation took from a connection: `was readwrite until revision 132`; pure. */
import type { RevocationView } from "../../../../broker/contract/live.ts";
import type { ClosedInfo, ConnectionView } from "../../../../broker/contract/nouns.ts";

/** The edit and its closes are one turn of the broker; its clock may tick in between. */
const SAME_TURN_MS = 50;

/** The change that closed the connection, or null when the journal no longer tells. */
export function revocationWords(
  closed: ClosedInfo,
  { tokenName, tokenId, filters }: Pick<ConnectionView, "tokenName" | "tokenId" | "filters">,
  revocations: readonly RevocationView[],
): string | null {
  const at = Date.parse(closed.at);
  const revocation = revocations.find((one) => Math.abs(Date.parse(one.at) - at) <= SAME_TURN_MS);
  const change = revocation?.summary.find(
    ({ subject, object }) =>
      subject === (tokenName ?? tokenId) && (closed.reason.includes(object) || filters.includes(object)),
  );
  if (!revocation || !change) return null;
  return `was ${change.before} until revision ${revocation.revision}`;
}
