/** What a subscription asks for beside its filter, in protocols that have such options. */

/** The words of MQTT 5. A protocol that knows none of them subscribes without options. */
export interface SubscriptionOptions {
  readonly qos?: 0 | 1 | 2;
  /** Not what its holder itself published. */
  readonly noLocal?: boolean;
  readonly retainAsPublished?: boolean;
  readonly retainHandling?: 0 | 1 | 2;
  readonly identifier?: number;
}

export const NO_OPTIONS: SubscriptionOptions = {};

/** A subscription by which a message reaches its holder. */
export interface MatchedSubscription {
  readonly filter: string;
  readonly options: SubscriptionOptions;
}

/** All by which a message reaches one reader: at least one. */
export type Matched = readonly MatchedSubscription[];

/** A filter that is heard as a member of a group: each message goes to one of its members. */
export interface SharedSubscription {
  readonly group: string;
  readonly filter: string;
}

const SHARE = "$share/";

/** `$share/<group>/<filter>` in its parts, the filter not judged; null when it asks for no group, "malformed" when its group is none. */
export function sharedIn(asked: string): SharedSubscription | "malformed" | null {
  if (!asked.startsWith(SHARE)) return null;
  const end = asked.indexOf("/", SHARE.length);
  const group = asked.slice(SHARE.length, end < 0 ? asked.length : end);
  if (end < 0 || end + 1 === asked.length || group === "" || /[+#]/.test(group)) return "malformed";
  return { group, filter: asked.slice(end + 1) };
}

export const sharedText = ({ group, filter }: SharedSubscription): string => `${SHARE}${group}/${filter}`;
