/** Owns where the console's page comes from: its scheme, its address, and how a URL of ours is told from any other. */

export const APP_SCHEME = "app";
export const APP_HOST = "signalbox";

/** The page the window opens: the packaged one, or the development server's when there is one. */
export function pageUrl(developmentUrl: string | undefined): string {
  return developmentUrl ?? `${APP_SCHEME}://${APP_HOST}/index.html`;
}

/** True for pages this app serves. Scheme and host are compared: `URL.origin` is "null" for a scheme Node does not know. */
export function isOwnUrl(url: string, developmentUrl: string | undefined): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  if (protocol === `${APP_SCHEME}:` && host === APP_HOST) return true;
  if (developmentUrl === undefined) return false;
  const development = new URL(developmentUrl);
  return protocol === development.protocol && host === development.host;
}
