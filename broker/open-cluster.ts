/** This node among others, wired: what it accepts goes to the nodes that listen for it, and what they accept is delivered here. */
import type { Policy } from "./access/policy.ts";
import { isPrivateTopic } from "./access/subject.ts";
import { Cluster } from "./cluster/cluster.ts";
import type { Commands } from "./delivery/commands.ts";
import type { Bus } from "./ports/bus.ts";
import type { Clock } from "./ports/clock.ts";
import type { Faults } from "./ports/faults.ts";
import type { Log } from "./ports/log.ts";
import type { Router } from "./routing/router.ts";
import type { Reader } from "./sessions/reader.ts";
import type { Slots } from "./sessions/slots.ts";
import type { TopicKeeper } from "./topics/topic-keeper.ts";
import type { Topics } from "./topics/topics.ts";

export interface ClusterParts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: Faults;
  readonly policy: Policy;
  readonly slots: Slots;
  readonly router: Router<Reader>;
  readonly topics: Topics;
  readonly keeper: TopicKeeper;
  readonly commands: Commands;
  /** Of this run; stands at the head of its connections' ids. */
  readonly nodeId: string;
  readonly nodeName: string | undefined;
}

/** Null where this process is alone. */
export function openCluster(parts: ClusterParts): Cluster | null {
  const { bus, policy, router, topics, commands, nodeId } = parts;
  policy.onPrivacyChanged = () => router.reclassify();
  if (bus.kind === "alone") return null;
  const cluster = new Cluster({
    ...parts,
    card: { id: nodeId, name: parts.nodeName ?? nodeId },
    local: router,
    isByName: (topic) => isPrivateTopic(policy.current, topic),
    seed: () => topics.seed,
    revision: () => policy.current.revision,
    receive: (message) => commands.receiveForeign(message),
  });
  commands.others = cluster;
  policy.onPrivacyChanged = () => {
    router.reclassify();
    cluster.reclassify();
  };
  return cluster;
}
