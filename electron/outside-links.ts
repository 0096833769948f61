/** Owns which addresses may be opened outside the app: https, and only hosts whose pages the console links to. */

const HOSTS: ReadonlySet<string> = new Set([
  "github.com",
  "developer.mozilla.org",
  "www.rfc-editor.org",
  "docs.oasis-open.org",
]);

export function mayOpenOutside(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  return protocol === "https:" && username === "" && password === "" && HOSTS.has(hostname);
}
