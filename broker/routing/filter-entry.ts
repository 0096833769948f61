/** One distinct filter with everybody who holds it. */
import { SharedGroup } from "./shared-group.ts";
import type { Matched, SubscriptionOptions } from "./subscription.ts";

/** What few filters have. */
class Apart<S> {
  /** Their subscription, of those who have options. */
  readonly options = new Map<S, Matched>();
  readonly groups = new Map<string, SharedGroup<S>>();
  /** For each of `FilterEntry.list()`, as of `listed`. */
  matched: readonly (Matched | null)[] | null = null;
  listed = -1;
}

const NO_GROUPS: ReadonlyMap<string, never> = new Map<string, never>();

/** A set is made for the second holder: most devices ask for what nobody else asks for. */
export class FilterEntry<S> {
  readonly filter: string;
  /** Grows with every change of the holders, of their options, and of the groups; a route built from older versions is stale. */
  version = 0;
  private only: S | null = null;
  private many: Set<S> | null = null;
  /** Everybody, as of `listed`. */
  private everybody: readonly S[] | null = null;
  private listed = -1;
  private apart: Apart<S> | null = null;
  constructor(filter: string) {
    this.filter = filter;
  }

  get isEmpty(): boolean {
    return this.size === 0 && (this.apart === null || this.apart.groups.size === 0);
  }

  /** Holders, without those of groups. */
  get size(): number {
    return this.only === null ? (this.many?.size ?? 0) : 1;
  }

  /** It has holders with options, or groups. */
  get hasApart(): boolean {
    return this.apart !== null;
  }

  get groups(): ReadonlyMap<string, SharedGroup<S>> {
    return this.apart?.groups ?? NO_GROUPS;
  }

  has(holder: S): boolean {
    return this.only === holder || this.many?.has(holder) === true;
  }

  optionsOf(holder: S): SubscriptionOptions | null {
    return this.apart?.options.get(holder)?.[0]?.options ?? null;
  }

  /** Who holds it already holds it with these options from now on; the same ones are no change. */
  add(holder: S, options: SubscriptionOptions | null): void {
    if (this.has(holder)) {
      if (this.optionsOf(holder) !== options) this.setOptions(holder, options);
      return;
    }
    if (this.many !== null) {
      this.many.add(holder);
    } else if (this.only === null) {
      this.only = holder;
    } else {
      this.many = new Set([this.only, holder]);
      this.only = null;
    }
    this.version++;
    if (options !== null) this.setOptions(holder, options);
  }

  /** False when it was not there. */
  remove(holder: S): boolean {
    if (this.only === holder) this.only = null;
    else if (!this.many?.delete(holder)) return false;
    this.version++;
    if (this.apart !== null) this.setOptions(holder, null);
    return true;
  }

  /** A member of the group again: with these options from now on. True: it is new there. */
  share(group: string, member: S, options: SubscriptionOptions): boolean {
    this.apart ??= new Apart();
    let held = this.apart.groups.get(group);
    if (held === undefined) {
      held = new SharedGroup(group, this.filter);
      this.apart.groups.set(group, held);
    }
    const before = held.size;
    held.set(member, options);
    this.version++;
    return held.size > before;
  }

  /** False when it was no member. */
  unshare(group: string, member: S): boolean {
    const held = this.apart?.groups.get(group);
    if (held === undefined || !held.remove(member)) return false;
    if (held.size === 0) this.apart?.groups.delete(group);
    this.version++;
    this.forgetApart();
    return true;
  }

  /** Everybody who holds it, without those of groups; the same list until that changes. */
  list(): readonly S[] {
    if (this.everybody === null || this.listed !== this.version) {
      this.everybody = this.only === null ? [...(this.many ?? [])] : [this.only];
      this.listed = this.version;
    }
    return this.everybody;
  }

  /** For each of `list()` its subscription, null for one without options; null when nobody has any. */
  matched(): readonly (Matched | null)[] | null {
    const { apart } = this;
    if (apart === null || apart.options.size === 0) return null;
    if (apart.listed !== this.version) {
      apart.matched = this.list().map((holder) => apart.options.get(holder) ?? null);
      apart.listed = this.version;
    }
    return apart.matched;
  }

  forEach(visit: (holder: S) => void): void {
    if (this.only !== null) visit(this.only);
    this.many?.forEach(visit);
  }

  private setOptions(holder: S, options: SubscriptionOptions | null): void {
    if (options !== null) {
      this.apart ??= new Apart();
      this.apart.options.set(holder, [{ filter: this.filter, options }]);
    } else if (this.apart?.options.delete(holder) !== true) {
      return;
    }
    this.version++;
    this.forgetApart();
  }

  private forgetApart(): void {
    if (this.apart !== null && this.apart.options.size === 0 && this.apart.groups.size === 0) this.apart = null;
  }
}
