/** Owns the floor: as many sockets with both ends in one process, closed by their server, and a bare page that is told when all have gone. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

/** As it is when a right is revoked. */
const CLOSED = 4003;

/** The page asks over its one socket and paints one box a client. */
const PAGE = `<!doctype html><title>floor</title><style>div{display:inline-block;width:60px;height:60px;background:#ddd}
[data-state=closed]{background:#c00}</style><button>Close</button><p></p><script>
const socket = new WebSocket(location.href.replace("http", "ws") + "console");
socket.onmessage = ({ data }) => {
  const { opened, closed } = JSON.parse(data);
  if (opened) document.querySelector("p").innerHTML = opened.map((id) => '<div id="c' + id + '">' + id + "</div>").join("");
  for (const id of closed ?? []) document.getElementById("c" + id).dataset.state = "closed";
};
document.querySelector("button").onclick = () => socket.send("close");
</script>`;

export class FloorHouse {
  readonly #server: Server;
  readonly #count: number;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #accepted: WebSocket[] = [];
  #console: WebSocket | undefined;

  private constructor(server: Server, count: number) {
    this.#server = server;
    this.#count = count;
  }

  static async open(count: number): Promise<FloorHouse> {
    const server = createServer((_request, response) => response.setHeader("content-type", "text/html").end(PAGE));
    const house = new FloorHouse(server, count);
    server.on("upgrade", (request, socket, head) => {
      house.#sockets.handleUpgrade(request, socket, head, (opened) => house.#take(request.url ?? "", opened));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return house;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** All clients connect, and the page shows them. The page is open already. */
  async fill(): Promise<void> {
    const closed: number[] = [];
    const opened = Array.from({ length: this.#count }, async (_, id) => {
      const client = new WebSocket(this.url.replace("http", "ws"), { perMessageDeflate: false });
      client.on("close", () => {
        closed.push(id);
        if (closed.length === this.#count) this.#console?.send(JSON.stringify({ closed }));
      });
      await once(client, "open");
      return id;
    });
    const ids = await Promise.all(opened);
    this.#console?.send(JSON.stringify({ opened: ids }));
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.close();
  }

  #take(path: string, socket: WebSocket): void {
    if (path !== "/console") {
      this.#accepted.push(socket);
      return;
    }
    this.#console = socket;
    socket.on("message", () => {
      for (const accepted of this.#accepted.splice(0)) accepted.close(CLOSED, "permission revoked: crowd/+");
    });
  }
}
