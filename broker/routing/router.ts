/** The way from a topic to its subscribers, remembered between publishes within bounds, and never stale. */
import { LIMITS } from "../contract/limits.ts";
import { hasWildcard } from "../contract/topics.ts";
import { type FilterEntry, SubscriptionTrie } from "./subscription-trie.ts";

/** What the router asks of a subscriber: a place to note that a route has it already. */
export interface Subscriber {
  routeMark: number;
}

/** The subscribers of one topic. It checks itself against the trie before each use, so it may be kept. */
export interface Route<S> {
  readonly topic: string;
  generation: number;
  entries: FilterEntry<S>[];
  versions: number[];
  /** Each subscriber once, however many of its filters match (M3). */
  targets: readonly S[];
  /** What it counts among the routes that are remembered. */
  weight: number;
}

/** Places that a route takes beside its lists: itself, its topic, and where it is found. */
const PLACES_OF_ROUTE = 32;
/** Places of an entry in a route: itself, and its version as an array holds it. */
const PLACES_OF_ENTRY = 2;

/** Subscriptions, and routes built from them when they are first needed. */
export class Router<S extends Subscriber> {
  /** Filters held, counted once a subscriber. */
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

  /** Subscribes to valid filters; returns their shared texts, each once. */
  subscribe(filters: readonly string[], subscriber: S): readonly string[] {
    const shared: string[] = [];
    for (const filter of filters.length > 1 ? new Set(filters) : filters) {
      if (this.onFilter !== null && !this.trie.holds(filter)) this.onFilter(filter, true);
      shared.push(this.trie.add(filter, subscriber));
      this.count(filter, 1);
    }
    return shared;
  }

  /** Undoes `subscribe` with the filters that it returned. */
  unsubscribe(filters: readonly string[], subscriber: S): void {
    for (const filter of filters) {
      this.trie.remove(filter, subscriber);
      this.count(filter, -1);
      if (this.onFilter !== null && !this.trie.holds(filter)) this.onFilter(filter, false);
    }
    this.givenUp += filters.length;
    if (this.givenUp > LIMITS.routeSweepFilters + this.filled.size) this.emptyStale();
  }

  /** The route of a valid topic, as subscriptions are now. */
  route(topic: string): Route<S> {
    let route = this.routes.get(topic);
    if (route === undefined) {
      route = { topic, generation: -1, entries: [], versions: [], targets: [], weight: 0 };
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

  /** Everybody with a filter that matches the valid topic, each once. For views: no route is remembered, which would push out a busy one. */
  hearers(topic: string): readonly S[] {
    return this.collected(this.matching(topic));
  }

  /** How many `hearers` there are; at no cost for each while one filter alone matches. */
  countHearers(topic: string): number {
    const entries = this.matching(topic);
    return entries.length === 1 ? (entries[0]?.size ?? 0) : this.collected(entries).length;
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
    const lists = PLACES_OF_ENTRY * entries.length + (entries.length > 1 ? targets.length : 0);
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

  private count(filter: string, by: 1 | -1): void {
    this.subscriptions += by;
    if (hasWildcard(filter)) this.wildcardSubscriptions += by;
  }
}
