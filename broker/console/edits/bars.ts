/** Owns how long tokens stay out that an operator has barred, and letting one in again earlier (R9). */
import type { Token } from "../../contract/nouns.ts";
import type { ViewSources } from "../lists/views.ts";
import { getToken } from "./single-edits.ts";

/** The token as it is then; one that nobody has barred is answered as it is. @throws Refused when there is no such token */
export function liftBar(sources: ViewSources, tokenId: string): Token {
  getToken(sources, tokenId);
  sources.core.blocks.lift(tokenId);
  return getToken(sources, tokenId);
}
