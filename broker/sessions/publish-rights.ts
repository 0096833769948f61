/** Owns what one token may publish, decided once a topic and forgotten as a whole when the policy changes. */
import { principalOf } from "../access/anonymous.ts";
import { mayPublish } from "../access/decide.ts";
import type { Policy } from "../access/policy.ts";
import type { PublishCounter, RecentPublishes } from "../access/recent-publishes.ts";
import type { Grant, Snapshot } from "../access/snapshot.ts";
import type { RefusalCode } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import { checkTopic } from "../contract/topics.ts";
import type { Route, Router } from "../routing/router.ts";
import type { TopicKeeper } from "../topics/topic-keeper.ts";
import type { MemoBound, Rememberer } from "./publish-memo.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Reader } from "./reader.ts";
import { burstOf, type TokenRates } from "./token-rates.ts";

/** The decision for one topic. */
export interface PublishRight {
  /** It is about a topic (T1), and not about some text. */
  readonly isTopic: boolean;
  readonly refusal: RefusalCode | null;
  readonly route: Route<Reader> | null;
  /** What allowed it; null when nothing did. */
  readonly grant: Grant | null;
  /** Counts accepted publishes for previews (R7). */
  readonly counter: PublishCounter | undefined;
  /** Who keeps messages of this topic before they are sent; null for all but a few topics. */
  readonly keeper: TopicKeeper | null;
}

const CONTROL = /\p{Cc}/u;
/** What one decision weighs beside its topic: itself, its place in the map, its counter, its route. */
const WEIGHT_OF_RIGHT = 800;

/** The rights of one token's sessions. Never older than the current snapshot: it is compared before each use (M2, R5). */
export class PublishRights implements Rememberer {
  readonly tokenId: string;
  /** Messages a second and burst of this token (M7); null = unlimited. */
  perSecond: number | null = null;
  burst = 1;
  /** What all connections of the token take from together; null unless the rate is the token's own. */
  shared: RateLimit | null = null;
  /** When a session of the token last published, epoch milliseconds; 0 = not yet. */
  publishedAt = 0;
  remembered = 0;
  private snapshot: Snapshot | null = null;
  /** Made at the first publish: many clients only listen. */
  private known: Map<string, PublishRight> | null = null;
  private readonly policy: Policy;
  private readonly router: Router<Reader>;
  private readonly recent: RecentPublishes;
  private readonly keeper: TopicKeeper;
  private readonly rates: TokenRates;
  private readonly bound: MemoBound;

  constructor(
    tokenId: string,
    policy: Policy,
    router: Router<Reader>,
    recent: RecentPublishes,
    keeper: TopicKeeper,
    rates: TokenRates,
    bound: MemoBound,
  ) {
    this.tokenId = tokenId;
    this.policy = policy;
    this.router = router;
    this.recent = recent;
    this.keeper = keeper;
    this.rates = rates;
    this.bound = bound;
  }

  /** Makes sure that nothing decided under an older policy is used. */
  refresh(): void {
    const current = this.policy.current;
    if (this.snapshot === current) return;
    this.snapshot = current;
    this.forget();
    const token = principalOf(current, this.tokenId);
    this.perSecond = token?.messagesPerSecond ?? current.settings.messagesPerSecond;
    this.burst = burstOf(this.perSecond, token?.burst ?? current.settings.burst);
    this.shared = (token?.messagesPerSecond ?? null) === null ? null : this.rates.of(this.tokenId, this.burst);
  }

  /** The decision, if this topic was decided under the current policy. */
  recall(topic: string): PublishRight | undefined {
    this.refresh();
    return this.known?.get(topic);
  }

  /** Decides whether the token may publish to this topic (M2, T1, T4). What is no topic, and may be as long as a frame, is not remembered. */
  decide(topic: string): PublishRight {
    const known = this.recall(topic);
    if (known !== undefined) return known;
    const right = this.judge(topic);
    // Text with control characters is only known from its escaped form: raw, it is not JSON, and must not be recognised.
    if (!right.isTopic || CONTROL.test(topic)) return right;
    if ((this.known?.size ?? 0) >= LIMITS.publishMemoEntries) this.forget();
    this.known ??= new Map();
    this.known.set(topic, right);
    this.bound.grew(this, WEIGHT_OF_RIGHT + 2 * topic.length);
    return right;
  }

  forgetAll(): void {
    this.known = null;
  }

  private forget(): void {
    if (this.known === null) return;
    this.bound.forgot(this);
    this.forgetAll();
  }

  private judge(topic: string): PublishRight {
    const refusal = (code: RefusalCode, isTopic: boolean): PublishRight => ({
      isTopic,
      refusal: code,
      route: null,
      grant: null,
      counter: undefined,
      keeper: null,
    });
    if (/[+#]/.test(topic)) return refusal("tag-wildcard", false);
    if (!checkTopic(topic).ok) return refusal("tag-invalid", false);
    if (topic.startsWith("$")) return refusal("tag-reserved", true);
    const decision = mayPublish(this.policy.current, this.tokenId, topic);
    if (!decision.allowed) {
      const { code } = decision;
      return refusal(code === "publish-needs-readwrite" ? code : "publish-not-covered", true);
    }
    const { grant } = decision;
    const keeper = this.keeper.isFor(topic) ? this.keeper : null;
    const counter = this.recent.counter(this.tokenId, topic);
    return { isTopic: true, refusal: null, route: this.router.route(topic), grant, counter, keeper };
  }
}
