/** Owns asking what a send would be, while it is typed and as clients come and go. */
import { useEffect, useState } from "react";
import type { SandboxClient, SandboxJudgement, SandboxOutgoing } from "../../../../broker/contract/sandbox.ts";
import { useClient, useLive } from "../../stores/stores.tsx";

const ASK_MS = 120;

/** null while nothing can be asked. */
export function useJudgement(
  outgoing: SandboxOutgoing | null,
  clients: readonly SandboxClient[],
): SandboxJudgement | null {
  const client = useClient();
  const revision = useLive((data) => data.revision);
  const connections = useLive((data) => data.stats.connections);
  const [judgement, setJudgement] = useState<SandboxJudgement | null>(null);
  const online = clients.filter(({ state }) => state.kind === "online").length;
  const question = `${JSON.stringify(outgoing)} ${revision} ${connections} ${online}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question stands for all that it depends on
  useEffect(() => {
    if (outgoing === null) return setJudgement(null);
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.sandbox.judge(outgoing).then(
        (answer) => isCurrent && setJudgement(answer),
        // What is wrong with it is said at the field; nothing else is known.
        () => isCurrent && setJudgement(null),
      );
    }, ASK_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, question]);
  return judgement;
}
