/** Owns the ready programs that connect a device, hear its topics and publish once, one a language. */

export const SNIPPET_KINDS = ["Browser", "Node", "Python", "websocat", "Arduino"] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

export interface SnippetInput {
  /** Broker address: `ws://127.0.0.1:8001/ws/brocker/`. */
  readonly url: string;
  /** The secret, or its hint while it is masked. */
  readonly secret: string;
  readonly filters: readonly string[];
  /** A topic that the token may publish to; null when it may only listen. */
  readonly publishTo: string | null;
}

/** The program as text, ready to paste. */
export function snippetOf(kind: SnippetKind, input: SnippetInput): string {
  const { publishTo } = input;
  const frame = publishTo === null ? null : JSON.stringify({ tag: publishTo, message: { hello: "from a snippet" } });
  return WRITERS[kind]({ ...input, tags: input.filters.join(","), frame });
}

/** `frame` is what it publishes, as JSON text. */
type Filled = SnippetInput & { readonly tags: string; readonly frame: string | null };

const LISTENS = "this token may only listen: give it readwrite on a tag to publish";

const WRITERS: Readonly<Record<SnippetKind, (input: Filled) => string>> = {
  Browser: ({ url, secret, tags, frame }) => `const base64url = (text) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const socket = new WebSocket(${quoted(url)}, [
  "signalbox.v1",
  "token." + base64url(${quoted(secret)}),
  "tags." + base64url(${quoted(tags)}),
]);
${frame === null ? `// ${LISTENS}` : `socket.onopen = () => socket.send(JSON.stringify(${frame}));`}
socket.onmessage = (event) => console.log(JSON.parse(event.data));
socket.onclose = (event) => console.log(event.code, event.reason);`,
  Node: ({ url, secret, tags, frame }) => `import WebSocket from "ws";

const socket = new WebSocket(${quoted(url)}, {
  headers: {
    Authorization: ${quoted(`Token ${secret}`)},
    Tag: ${quoted(tags)},
  },
});
${frame === null ? `// ${LISTENS}` : `socket.on("open", () => socket.send(JSON.stringify(${frame})));`}
socket.on("message", (frame) => console.log(JSON.parse(frame)));
socket.on("close", (code, reason) => console.log(code, String(reason)));`,
  Python: ({ url, secret, tags, frame }) => `import asyncio, base64, json
import websockets

def base64url(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

async def main():
    # As subprotocols, since the keyword for headers differs between versions of websockets.
    credentials = [
        "signalbox.v1",
        "token." + base64url(${quoted(secret)}),
        "tags." + base64url(${quoted(tags)}),
    ]
    async with websockets.connect(${quoted(url)}, subprotocols=credentials) as socket:
        ${frame === null ? `# ${LISTENS}` : `await socket.send(json.dumps(${frame}))`}
        async for frame in socket:
            print(json.loads(frame), flush=True)

asyncio.run(main())`,
  websocat: ({ url, secret, tags, frame }) => `websocat \\
  -H=${shell(`Authorization: Token ${secret}`)} \\
  -H=${shell(`Tag: ${tags}`)} \\
${frame === null ? "" : `  --preamble=${shell(frame)} \\\n`}  ${shell(url)}

# The same with Node's wscat; in both, a line that you type is published.
npx wscat \\
  -H ${shell(`Authorization: Token ${secret}`)} \\
  -H ${shell(`Tag: ${tags}`)} \\
${frame === null ? "" : `  -x ${shell(frame)} -w -1 \\\n`}  -c ${shell(url)}`,
  Arduino: ({ url, secret, tags, frame }) => {
    const { hostname, port, pathname, protocol } = new URL(url);
    const isSecure = protocol === "wss:";
    const begin = isSecure ? "beginSSL" : "begin";
    const publish =
      frame === null ? `// ${LISTENS}` : `if (type == WStype_CONNECTED) socket.sendTXT(${quoted(frame)});`;
    return `#include <WiFi.h>
#include <WebSocketsClient.h>

WebSocketsClient socket;

void setup() {
  Serial.begin(115200);
  WiFi.begin("your network", "its password");
  while (WiFi.status() != WL_CONNECTED) delay(100);
  socket.setExtraHeaders("Authorization: Token ${inner(secret)}\\r\\nTag: ${inner(tags)}");
  socket.${begin}(${quoted(hostname)}, ${port || (isSecure ? "443" : "80")}, ${quoted(pathname)});
  socket.onEvent([](WStype_t type, uint8_t *payload, size_t length) {
    ${publish}
    if (type == WStype_TEXT) Serial.write(payload, length);
    if (type == WStype_DISCONNECTED) Serial.println("closed: Connections in the console says why");
  });
}

void loop() { socket.loop(); }`;
  },
};

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A text inside quotes that stand already. */
function inner(text: string): string {
  return quoted(text).slice(1, -1);
}

/** One word of a POSIX shell. */
function shell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
