/** Which requests for a login link come from a person who opens it, and which from a program that looks at it before. */
import type { IncomingHttpHeaders } from "node:http";

/** A browser that fetches ahead of a click says so: `Sec-Purpose` (Fetch standard), and what older ones send. */
export function isPrefetch(headers: IncomingHttpHeaders): boolean {
  const said = [headers["sec-purpose"], headers.purpose, headers["x-purpose"], headers["x-moz"]];
  return said.some((value) => /prefetch|prerender|preview|instant/i.test(String(value ?? "")));
}

/** Mail scanners, chat previews and link checkers call themselves so. */
const PREVIEWER =
  /bot\b|crawl|spider|preview|externalhit|scanner|safelinks|whatsapp|slack-|slackbot|skype|linkcheck|urlcheck/i;

/** False: it is shown a page with a button instead of being logged in. */
export function isLookedAtByPerson(headers: IncomingHttpHeaders): boolean {
  // A script, an image or a frame of another page is not the address bar. Old browsers and command lines say nothing.
  const destination = headers["sec-fetch-dest"];
  if (destination !== undefined && destination !== "document") return false;
  return !PREVIEWER.test(headers["user-agent"] ?? "");
}
