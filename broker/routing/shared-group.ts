/** The members of one shared group of one filter, who take its messages by turns. */
import type { Matched, SubscriptionOptions } from "./subscription.ts";

export class SharedGroup<S> {
  readonly name: string;
  readonly filter: string;
  private readonly members = new Map<S, Matched>();
  /** The members as a list; null when they are others since. */
  private everybody: readonly S[] | null = null;
  private turn = 0;

  constructor(name: string, filter: string) {
    this.name = name;
    this.filter = filter;
  }

  get size(): number {
    return this.members.size;
  }

  /** A member again: with these options from now on. */
  set(member: S, options: SubscriptionOptions): void {
    this.members.set(member, [{ filter: this.filter, options }]);
    this.everybody = null;
  }

  remove(member: S): boolean {
    this.everybody = null;
    return this.members.delete(member);
  }

  /** Its one subscription, for the messages that it takes; undefined for who is no member. */
  matchedOf(member: S): Matched | undefined {
    return this.members.get(member);
  }

  list(): readonly S[] {
    this.everybody ??= [...this.members.keys()];
    return this.everybody;
  }

  /** The first one in the order of turns that `isOne` takes, whose turn it is not again before the others'. */
  next(isOne: (member: S) => boolean): S | undefined {
    const members = this.list();
    for (let i = 0; i < members.length; i++) {
      const at = (this.turn + i) % members.length;
      const member = members[at] as S;
      if (!isOne(member)) continue;
      this.turn = at + 1;
      return member;
    }
    return undefined;
  }
}
