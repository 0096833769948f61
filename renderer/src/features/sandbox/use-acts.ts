/** Owns what a person does to simulated clients: each is one call, and a refusal is told where everybody sees it. */
import { notifications } from "@mantine/notifications";
import { useMemo } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";

export type Acts = ReturnType<typeof useActs>;

export function useActs() {
  const client = useClient();
  return useMemo(() => {
    const told = async (what: string, call: () => Promise<unknown>) => {
      try {
        await call();
      } catch (error) {
        notifications.show({ color: "red", title: what, message: refusalOf(error).message });
      }
    };
    const connect = (each: SandboxClient) =>
      told(`Could not connect ${each.name}`, () => client.sandbox.connect({ id: each.id }));
    return {
      connect,
      startSample: () => told("Could not start the sample house", () => client.sandbox.startHouse()),
      disconnect: (each: SandboxClient) =>
        told(`Could not disconnect ${each.name}`, () => client.sandbox.disconnect({ id: each.id })),
      stopRepeats: (each: SandboxClient, topic?: string) =>
        told("Could not stop the repeat", () =>
          client.sandbox.stopRepeat({ clientId: each.id, ...(topic === undefined ? {} : { topic }) }),
        ),
      /** Every client that is closed or waits; where there is none, everybody who is off. */
      reconnect: async (clients: readonly SandboxClient[]) => {
        const closed = clients.filter(({ state }) => state.kind === "closed" || state.kind === "waiting");
        const away = closed.length > 0 ? closed : clients.filter(({ state }) => state.kind === "off");
        await Promise.all(away.map(connect));
      },
    };
  }, [client]);
}
