/** Owns many realtime clients in a process of their own: `realtime-herd.ts <url> <count> <secret>...`, dealt out in turn; says "ready" when all are in. */
import { once } from "node:events";
import { WebSocket } from "ws";

const [url = "", count = "0", ...secrets] = process.argv.slice(2);

async function enter(index: number): Promise<void> {
  const socket = new WebSocket(url);
  await once(socket, "message");
  socket.send(JSON.stringify({ type: "authenticate", token: secrets[index % secrets.length] }));
  const [answer] = await once(socket, "message");
  if (JSON.parse(String(answer)).type !== "auth_success") throw new Error(String(answer));
}

await Promise.all(Array.from({ length: Number(count) }, (_, index) => enter(index)));
console.log("ready");
