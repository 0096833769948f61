/** The way from a topic to its subscribers, remembered between publishes within bounds, and never stale. */
import { LIMITS } from "../contract/limits.ts";
import { hasWildcard } from "../contract/topics.ts";
import type { FilterEntry } from "./filter-entry.ts";
import type { SharedGroup } from "./shared-group.ts";
import {
  type Matched,
  type MatchedSubscription,
  NO_OPTIONS,
  type SharedSubscription,
  type SubscriptionOptions,
} from "./subscription.ts";
import { SubscriptionTrie } from "./subscription-trie.ts";

/** What the router asks of a subscriber: a place to note that a route has it already. */
export interface Subscriber {
  routeMark: number;
  /** It stands for readers elsewhere: it is in routes, and neither counted nor listed. */
  readonly isElsewhere?: boolean;
}

/** What few routes have: readers whose subscriptions have options, and shared groups. */
export interface RouteApart<S> {
  /** For each of `targets` all its subscriptions that match, null for one without options; null when nobody has any. */
  readonly matched: readonly (Matched | null)[] | null;
  /** Each sends a message to one member; null without groups. */
  readonly groups: readonly SharedGroup<S>[] | null;
}

/** The subscribers of one topic. It checks itself against the trie before each use, so it may be kept. */
export interface Route<S> {
  readonly topic: string;
  generation: number;
  entries: FilterEntry<S>[];
  versions: number[];
  /** Each subscriber once, however many of its filters match (M3). */
  targets: readonly S[];
  /** null where nobody has options and there is no group. */
  apart: RouteApart<S> | null;
  /** What it counts among the routes that are remembered. */
  weight: number;
}

/** Places that a route takes beside its lists: itself, its topic, and where it is found. */
const PLACES_OF_ROUTE = 32;
/** Places of an entry in a route: itself, and its version as an array holds it. */
const PLACES_OF_ENTRY = 2;
/** Places of a subscription that matched: itself and its filter, and its share of the list. */
const PLACES_OF_MATCHED = 6;

/** Subscriptions, and routes built from them when they are first needed. */
export class Router<S extends Subscriber> {
  /** Filters held, counted once a subscriber, and once more for each group in which it shares one. */
  subscriptions = 0;
  wildcardSubscriptions = 0;
  private readonly trie = new SubscriptionTrie<S>();
  private readonly routes = new Map<string, Route<S>>();
  /** Routes that hold lists, also those that somebody keeps after they were forgotten here; the one that was filled first stands first. */
  private readonly filled = new Set<Route<S>>();
  /** Places in the lists of all filled routes. */
  private places = 0;
  /** Filters given up since stale routes were looked for. */
  private givenUp = 0;
  private mark = 0;
  /** Filters held by those who stand for readers elsewhere. */
  private elsewhere = 0;
  private readonly isByName: (topic: string) => boolean;
  /** Hears of a filter when its first subscriber comes and when its last one goes (N20); null where nobody asks. */
  onFilter: ((filter: string, isHeld: boolean) => void) | null = null;

  /** `isByName`: the topic is heard by filters alone that do not begin with a wildcard (T8); when its answers change, `reclassify`. */
  constructor(isByName: (topic: string) => boolean = () => false) {
    this.isByName = isByName;
  }

  /** Filters that somebody holds, each once. */
  filters(): Iterable<string> {
    return this.trie.filters();
  }

  /** Routes are matched anew at their next use. */
  reclassify(): void {
    this.trie.generation++;
  }

  /** Subscribes to valid filters that the subscriber does not hold; returns their shared texts, each once. */
  subscribe(filters: readonly string[], subscriber: S, options: SubscriptionOptions | null = null): readonly string[] {
    const shared: string[] = [];
    for (const filter of filters.length > 1 ? new Set(filters) : filters) {
      const isFirst = this.onFilter !== null && !this.isHeldHere(filter);
      shared.push(this.trie.add(filter, subscriber, options));
      this.count(filter, 1, subscriber);
      if (isFirst) this.tellHeld(filter);
    }
    return shared;
  }

  /** Undoes `subscribe` with the filters that it returned. */
  unsubscribe(filters: readonly string[], subscriber: S): void {
    for (const filter of filters) {
      const wasHeld = this.onFilter !== null && this.isHeldHere(filter);
      this.trie.remove(filter, subscriber);
      this.count(filter, -1, subscriber);
      if (wasHeld) this.tellGivenUp(filter);
    }
    this.gaveUp(filters.length);
  }

  /** M21: a filter that the subscriber holds has these options from now on. */
  setOptions(filter: string, subscriber: S, options: SubscriptionOptions | null): void {
    this.trie.add(filter, subscriber, options);
  }

  optionsOf(filter: string, subscriber: S): SubscriptionOptions | null {
    return this.trie.find(filter)?.optionsOf(subscriber) ?? null;
  }

  /** M23: makes the subscriber a member of the group of a valid filter, or gives it other options there. True: it is new there. */
  share({ group, filter }: SharedSubscription, member: S, options: SubscriptionOptions | null = null): boolean {
    const isFirst = this.onFilter !== null && !this.isHeldHere(filter);
    const isNew = this.trie.entry(filter).share(group, member, options ?? NO_OPTIONS);
    if (isNew) this.count(filter, 1, member);
    if (isFirst) this.tellHeld(filter);
    return isNew;
  }

  /** False when it was no member. */
  unshare({ group, filter }: SharedSubscription, member: S): boolean {
    const entry = this.trie.find(filter);
    const wasHeld = this.onFilter !== null && this.isHeldHere(filter);
    if (entry === undefined || !entry.unshare(group, member)) return false;
    this.trie.leave(entry);
    this.count(filter, -1, member);
    if (wasHeld) this.tellGivenUp(filter);
    this.gaveUp(1);
    return true;
  }

  /** The group of this filter; undefined without a member. */
  groupOf({ group, filter }: SharedSubscription): SharedGroup<S> | undefined {
    return this.trie.find(filter)?.groups.get(group);
  }

  /** The route of a valid topic, as subscriptions are now. */
  route(topic: string): Route<S> {
    let route = this.routes.get(topic);
    if (route === undefined) {
      route = { topic, generation: -1, entries: [], versions: [], targets: [], apart: null, weight: 0 };
      if (this.routes.size >= LIMITS.routeMemoEntries) this.forgetOldest();
      this.routes.set(topic, route);
    }
    return this.refresh(route);
  }

  /** Brings a kept route up to date and returns it. Costs a comparison an entry when nothing changed. */
  refresh(route: Route<S>): Route<S> {
    if (route.generation !== this.trie.generation) this.rematch(route);
    const { entries, versions } = route;
    for (let i = 0; i < entries.length; i++) {
      if ((entries[i] as FilterEntry<S>).version !== versions[i]) {
        this.collect(route);
        break;
      }
    }
    return route;
  }

  /** Everybody with a filter that matches the valid topic, members of groups too, each once. For views: no route is remembered, which would push out a busy one. */
  hearers(topic: string): readonly S[] {
    const entries = this.matching(topic);
    const targets = this.collected(entries);
    if (this.elsewhere === 0 && !entries.some((entry) => entry.groups.size > 0)) return targets;
    const members = entries.flatMap((entry) => [...entry.groups.values()].flatMap((group) => group.list()));
    return [...new Set([...targets, ...members])].filter(({ isElsewhere }) => isElsewhere !== true);
  }

  /** How many `hearers` there are; at no cost for each while one filter alone matches. */
  countHearers(topic: string): number {
    const entries = this.matching(topic);
    const [first] = entries;
    if (entries.length === 1 && this.elsewhere === 0 && first?.groups.size === 0) return first.size;
    return this.hearers(topic).length;
  }

  private matching(topic: string): FilterEntry<S>[] {
    const entries: FilterEntry<S>[] = [];
    this.trie.match(topic, entries, this.isByName(topic));
    return entries;
  }

  private rematch(route: Route<S>): void {
    const isFilled = route.generation >= 0;
    const entries = this.matching(route.topic);
    route.generation = this.trie.generation;
    const isSame = entries.length === route.entries.length && entries.every((entry, i) => entry === route.entries[i]);
    if (isFilled && isSame) return;
    route.entries = entries;
    this.collect(route);
  }

  private collect(route: Route<S>): void {
    route.versions = route.entries.map((entry) => entry.version);
    route.targets = this.collected(route.entries);
    route.apart = route.entries.some((entry) => entry.hasApart) ? apartOf(route.entries, route.targets) : null;
    this.weigh(route);
  }

  private collected(entries: readonly FilterEntry<S>[]): readonly S[] {
    // All routes that one filter alone leads to share its list: of ten thousand topics under a `#` each would have its own otherwise.
    if (entries.length === 1) return (entries[0] as FilterEntry<S>).list();
    const targets: S[] = [];
    const mark = ++this.mark;
    for (const entry of entries) {
      entry.forEach((holder) => {
        if (holder.routeMark === mark) return;
        holder.routeMark = mark;
        targets.push(holder);
      });
    }
    return targets;
  }

  /** Counts what the route holds, and empties those that were filled first while all together hold too much. */
  private weigh(route: Route<S>): void {
    const { entries, targets, topic } = route;
    const ownLists = entries.length > 1 ? targets.length + placesOf(route.apart) : 0;
    const lists = PLACES_OF_ENTRY * entries.length + ownLists;
    const weight = PLACES_OF_ROUTE + topic.length / 4 + lists;
    this.places += weight - route.weight;
    route.weight = weight;
    this.filled.add(route);
    for (const oldest of this.filled) {
      if (this.places <= LIMITS.routeMemoPlaces || oldest === route) return;
      this.empty(oldest);
    }
  }

  /** It is filled again when it is next needed. */
  private empty(route: Route<S>): void {
    this.filled.delete(route);
    this.places -= route.weight;
    route.weight = 0;
    route.generation = -1;
    route.entries = [];
    route.versions = [];
    route.targets = [];
    route.apart = null;
  }

  /** Somebody holds the filter who does not stand for readers elsewhere. */
  private isHeldHere(filter: string): boolean {
    const entry = this.trie.find(filter);
    if (entry === undefined || this.elsewhere === 0) return entry !== undefined;
    const isHere = ({ isElsewhere }: S) => isElsewhere !== true;
    return entry.list().some(isHere) || [...entry.groups.values()].some((group) => group.list().some(isHere));
  }

  private tellHeld(filter: string): void {
    if (this.isHeldHere(filter)) this.onFilter?.(filter, true);
  }

  private tellGivenUp(filter: string): void {
    if (!this.isHeldHere(filter)) this.onFilter?.(filter, false);
  }

  private gaveUp(filters: number): void {
    this.givenUp += filters;
    if (this.givenUp > LIMITS.routeSweepFilters + this.filled.size) this.emptyStale();
  }

  /** A route that nobody publishes to would keep alive who has long left. */
  private emptyStale(): void {
    this.givenUp = 0;
    for (const route of this.filled) {
      const isStale = route.entries.some((entry, i) => entry.version !== route.versions[i]);
      if (isStale) this.empty(route);
    }
  }

  private forgetOldest(): void {
    const oldest = this.routes.keys().next().value;
    if (oldest === undefined) return;
    const route = this.routes.get(oldest);
    this.routes.delete(oldest);
    // Whoever keeps it has it filled again when it is next needed.
    if (route !== undefined) this.empty(route);
  }

  private count(filter: string, by: 1 | -1, subscriber: S): void {
    if (subscriber.isElsewhere === true) {
      this.elsewhere += by;
      return;
    }
    this.subscriptions += by;
    if (hasWildcard(filter)) this.wildcardSubscriptions += by;
  }
}

/** What the entries have beside `targets`, which were collected from them. */
function apartOf<S>(entries: readonly FilterEntry<S>[], targets: readonly S[]): RouteApart<S> | null {
  const groups = entries.flatMap((entry) => [...entry.groups.values()]);
  const [first] = entries;
  const matched = entries.length === 1 ? (first?.matched() ?? null) : matchedOf(entries, targets);
  return matched === null && groups.length === 0 ? null : { matched, groups: groups.length === 0 ? null : groups };
}

function matchedOf<S>(entries: readonly FilterEntry<S>[], targets: readonly S[]): (Matched | null)[] | null {
  const found = new Map<S, MatchedSubscription[]>();
  const withOptions = new Set<S>();
  for (const entry of entries) {
    entry.forEach((holder) => {
      const options = entry.optionsOf(holder);
      const list = found.get(holder) ?? [];
      list.push({ filter: entry.filter, options: options ?? NO_OPTIONS });
      found.set(holder, list);
      if (options !== null) withOptions.add(holder);
    });
  }
  if (withOptions.size === 0) return null;
  return targets.map((target) => (withOptions.has(target) ? (found.get(target) ?? null) : null));
}

/** A list of its own for each reader with options, its subscriptions, and an entry for each other. */
function placesOf<S>(apart: RouteApart<S> | null): number {
  if (apart === null) return 0;
  let places = apart.groups?.length ?? 0;
  for (const matched of apart.matched ?? []) places += 1 + (matched === null ? 0 : PLACES_OF_MATCHED * matched.length);
  return places;
}
