/** Automatic replies, wired: they follow the library's rules, and publish as messages within the rate of their token. */
import type { Policy } from "./access/policy.ts";
import type { RecentPublishes } from "./access/recent-publishes.ts";
import type { Commands } from "./delivery/commands.ts";
import type { Library } from "./library/library.ts";
import type { Chance } from "./ports/chance.ts";
import type { Clock } from "./ports/clock.ts";
import type { Faults } from "./ports/faults.ts";
import { AutoReplies } from "./replies/auto-replies.ts";
import type { TokenRates } from "./sessions/token-rates.ts";

export interface ReplyParts {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly policy: Policy;
  readonly chance: Chance;
  readonly commands: Commands;
  readonly library: Library;
  readonly rates: TokenRates;
  readonly recent: RecentPublishes;
  readonly newId: (kind: string) => string;
}

export function openReplies({ clock, faults, policy, newId, ...parts }: ReplyParts): AutoReplies {
  const { commands, library, rates, recent } = parts;
  const chance = parts.chance.fork("replies");
  const replies = new AutoReplies({
    clock,
    faults,
    policy,
    newId,
    random: () => chance.next(),
    publish: ({ topic, json, ruleName }, tokenId, chain) => {
      if (tokenId !== null && !rates.allowsReply(tokenId)) return "rate-limited";
      if (tokenId !== null) recent.counter(tokenId, topic)?.add();
      return commands.publishReply({ topic, content: json, payload: null, ruleName }, tokenId, chain);
    },
  });
  commands.answering = replies;
  replies.replace(library.ofKind("autoReply"));
  library.onChange(() => replies.replace(library.ofKind("autoReply")));
  return replies;
}
