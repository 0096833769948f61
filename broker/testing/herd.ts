/** Owns a process with many clients of one token, which a test may kill, stop, or tell how to leave. */
import { createInterface } from "node:readline";
import { BrokerClient } from "./broker-client.ts";

/** Handshakes under way at once: more would wait in the listener's backlog and time out. */
const AT_ONCE = 50;

const [origin = "", secret = "", filter = "", count = "0"] = process.argv.slice(2);
const clients: BrokerClient[] = [];

async function connectSome(): Promise<void> {
  while (clients.length < Number(count)) {
    const client = new BrokerClient(origin, { secret, filters: [filter] });
    clients.push(client);
    await client.opened;
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, connectSome));
process.stdout.write("connected\n");

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "close") for (const { socket } of clients) socket.close();
  if (line === "terminate") for (const { socket } of clients) socket.terminate();
  await Promise.all(clients.map(({ closed }) => closed));
  process.stdout.write("left\n");
}
