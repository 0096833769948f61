/** Owns what the console's page may load. One stray character in it makes a white window, so it has a test of its own. */

const directives: readonly string[] = [
  "default-src 'none'",
  "script-src 'self'",
  // The component library sets sizes in style attributes.
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  // The sandbox's clients are real sockets to this machine's broker.
  "connect-src 'self' ws://127.0.0.1:* ws://localhost:* wss://127.0.0.1:* wss://localhost:*",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

export const CONTENT_SECURITY_POLICY: string = directives.join("; ");
