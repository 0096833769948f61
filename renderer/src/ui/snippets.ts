/** Owns the ready programs that connect a device, one a language. */

export const SNIPPET_KINDS = ["Browser", "Node", "Python", "websocat", "Arduino"] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

export interface SnippetInput {
  /** Broker address: `ws://127.0.0.1:8001/ws/brocker/`. */
  readonly url: string;
  /** The secret, or its hint while it is masked. */
  readonly secret: string;
  readonly filters: readonly string[];
}

/** The program as text, ready to paste. */
export function snippetOf(kind: SnippetKind, input: SnippetInput): string {
  return WRITERS[kind]({ ...input, tags: input.filters.join(",") });
}

type Filled = SnippetInput & { readonly tags: string };

const WRITERS: Readonly<Record<SnippetKind, (input: Filled) => string>> = {
  Browser: ({ url, secret, tags }) => `const base64url = (text) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const socket = new WebSocket(${quoted(url)}, [
  "signalbox.v1",
  "token." + base64url(${quoted(secret)}),
  "tags." + base64url(${quoted(tags)}),
]);
socket.onmessage = (event) => console.log(JSON.parse(event.data));
socket.onclose = (event) => console.log(event.code, event.reason);`,
  Node: ({ url, secret, tags }) => `import WebSocket from "ws";

const socket = new WebSocket(${quoted(url)}, {
  headers: {
    Authorization: ${quoted(`Token ${secret}`)},
    Tag: ${quoted(tags)},
  },
});
socket.on("message", (frame) => console.log(JSON.parse(frame)));
socket.on("close", (code, reason) => console.log(code, String(reason)));`,
  Python: ({ url, secret, tags }) => `import asyncio, json
import websockets

async def main():
    headers = {
        "Authorization": ${quoted(`Token ${secret}`)},
        "Tag": ${quoted(tags)},
    }
    async with websockets.connect(${quoted(url)}, additional_headers=headers) as socket:
        async for frame in socket:
            print(json.loads(frame))

asyncio.run(main())`,
  websocat: ({ url, secret, tags }) => `websocat \\
  -H=${shell(`Authorization: Token ${secret}`)} \\
  -H=${shell(`Tag: ${tags}`)} \\
  ${shell(url)}`,
  Arduino: ({ url, secret, tags }) => {
    const { hostname, port, pathname, protocol } = new URL(url);
    const isSecure = protocol === "wss:";
    const begin = isSecure ? "beginSSL" : "begin";
    return `#include <WebSocketsClient.h>

WebSocketsClient socket;

void setup() {
  Serial.begin(115200);
  socket.setExtraHeaders("Authorization: Token ${inner(secret)}\\r\\nTag: ${inner(tags)}");
  socket.${begin}(${quoted(hostname)}, ${port || (isSecure ? "443" : "80")}, ${quoted(pathname)});
  socket.onEvent([](WStype_t type, uint8_t *payload, size_t length) {
    if (type == WStype_TEXT) Serial.write(payload, length);
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
