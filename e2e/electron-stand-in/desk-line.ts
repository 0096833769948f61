/** Owns the app's end of the line to the desk. Without a desk (a fixture run by hand) tells go nowhere. */
import { Wire, type WireMessage } from "./wire.ts";

export const desk = new Wire((message) => {
  if (process.connected) process.send?.(message);
});

process.on("message", (message: WireMessage) => desk.receive(message));
// A test that ends takes its app with it.
process.on("disconnect", () => process.exit(1));
