/** Owns what can be done next about a refused handshake, by the step that failed; pure. */
import type { DoorEntry, Token } from "../../../../broker/contract/nouns.ts";

export type DoorNext =
  | { readonly kind: "allow-filter"; readonly label: string; readonly tokenId: string; readonly filter: string }
  | { readonly kind: "show-holders"; readonly label: string; readonly token: string }
  | { readonly kind: "create-token"; readonly label: string }
  | { readonly kind: "open-token"; readonly label: string; readonly tokenId: string }
  | { readonly kind: "lift-bar"; readonly label: string; readonly tokenId: string }
  | { readonly kind: "show-handshake"; readonly label: string };

/** `token` is the refused token as it is now, if it is still there. */
export function nextOf(entry: DoorEntry, token: Token | undefined): DoorNext {
  if (entry.step === "token-unknown") return { kind: "create-token", label: "Create a token like this" };
  if (!token) return { kind: "show-handshake", label: "Show the handshake" };
  if (entry.step === "filter-not-covered" && entry.filter !== null) {
    return { kind: "allow-filter", label: "Allow this filter", tokenId: token.id, filter: entry.filter };
  }
  if (entry.step === "limit-reached") {
    const label = `Show the ${token.connections === 1 ? "holder" : `${token.connections} holders`}`;
    return { kind: "show-holders", label, token: token.name ?? token.id };
  }
  if (entry.step === "token-disabled" || entry.step === "token-expired") {
    return { kind: "open-token", label: "Open the token", tokenId: token.id };
  }
  if (entry.step === "token-barred" && token.barredUntil !== null) {
    return { kind: "lift-bar", label: "Lift the bar", tokenId: token.id };
  }
  return { kind: "show-handshake", label: "Show the handshake" };
}

/** What was asked, as a sentence where no filter was refused. */
export function askedWords(entry: DoorEntry, token: Token | undefined): string {
  if (entry.step === "limit-reached" && token) {
    return `${token.name ?? token.id} holds ${token.connections} of ${token.maxConnections}`;
  }
  return entry.reason;
}
