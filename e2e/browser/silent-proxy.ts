/** TCP proxy before a server whose link can go dead: it swallows both directions and tells neither side. */
import net, { type AddressInfo } from "node:net";

export interface SilentProxy {
  readonly url: string;
  /** From now on no byte passes and no end is told; with `false` new connections work again, those from before stay dead. */
  silence(isSilent: boolean): void;
  close(): Promise<void>;
}

export async function silentProxy(target: string): Promise<SilentProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<net.Socket>();
  let isSilent = false;
  const proxy = net.createServer({ allowHalfOpen: true }, (from) => {
    const to = net.connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    let isDead = isSilent;
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const passes = () => {
        isDead ||= isSilent;
        return !isDead;
      };
      open.add(one);
      one.on("data", (data) => passes() && other.write(data));
      one.on("end", () => passes() && other.end());
      one.on("error", () => passes() && other.destroy());
      one.on("close", () => {
        open.delete(one);
        if (passes()) other.destroy();
      });
    }
  });
  await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    silence: (value) => {
      isSilent = value;
    },
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((closed) => proxy.close(() => closed()));
    },
  };
}
