/** Owns a process that publishes at full speed: each message is the microsecond of the machine's monotonic clock at which it was sent. */
import { BrokerClient } from "./broker-client.ts";

/** Bytes that one publisher may have under way: full speed, and no backlog without bound. */
const WINDOW_BYTES = 16 * 1024;
/** Messages of one publisher in one turn, so that all take part. */
const BATCH = 20;

const [origin = "", secret = "", filter = "", count = "0", base = ""] = process.argv.slice(2);

const publishers = await Promise.all(
  Array.from({ length: Number(count) }, async () => {
    const client = new BrokerClient(origin, { secret, filters: [filter] });
    await client.opened;
    return client;
  }),
);
process.stdout.write("flooding\n");

function flood(): void {
  for (const [i, { socket, end }] of publishers.entries()) {
    if (end !== null) process.exit(1);
    for (let n = 0; n < BATCH && socket.bufferedAmount < WINDOW_BYTES; n++) {
      socket.send(`{"tag":"${base}/${i}","message":${process.hrtime.bigint() / 1000n}}`);
    }
  }
  setImmediate(flood);
}
flood();
