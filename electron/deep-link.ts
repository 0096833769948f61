/** Owns what a `signalbox:` link may ask for: one screen, and what to filter there. Anything else is not a link of ours. */
import { type Screen, screenNamed } from "../broker/contract/screens.ts";

export const LINK_SCHEME = "signalbox";

/** Longest filter that a link may carry; it is only ever put into a field. */
const FILTER_MAX = 500;

export interface DeepLink {
  readonly screen: Screen;
  readonly filter: string | null;
}

/** `signalbox://open/connections?filter=token:app`; undefined for what is written in any other way, since anybody can make a link. */
export function parseDeepLink(text: string): DeepLink | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname, username, password, hash, searchParams } = new URL(text);
  if (protocol !== `${LINK_SCHEME}:` || host !== "open" || username !== "" || password !== "" || hash !== "") {
    return undefined;
  }
  const screen = screenNamed(/^\/([a-z]+)\/?$/.exec(pathname)?.[1] ?? "");
  if (screen === undefined) return undefined;
  const names = [...searchParams.keys()];
  if (names.some((name) => name !== "filter") || names.length > 1) return undefined;
  const filter = searchParams.get("filter");
  const isFit = filter === null || (filter.length <= FILTER_MAX && !/\p{Cc}/u.test(filter));
  return isFit ? { screen, filter } : undefined;
}

/** The link among a command line's arguments, as systems pass it to the app that they start. */
export function linkArgument(args: readonly string[]): string | undefined {
  return args.slice(1).find((argument) => argument.startsWith(`${LINK_SCHEME}:`));
}
