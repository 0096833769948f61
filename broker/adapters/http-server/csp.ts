/** Owns what a page of the console may load over HTTP. One stray character in it makes a white window, so it has a test of its own. */

const DIRECTIVES: readonly string[] = [
  "default-src 'none'",
  "script-src 'self'",
  // The component library sets sizes in style attributes and one style element.
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  // The sandbox's clients are real sockets; `'self'` alone does not cover ws: in every browser.
  "connect-src 'self' ws: wss:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

export const CONTENT_SECURITY_POLICY: string = DIRECTIVES.join("; ");
