/** Owns the way from a topic to its subscribers, remembered between publishes and never stale. */
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
}

/** Subscriptions, and routes built from them when they are first needed. */
export class Router<S extends Subscriber> {
  /** Filters held, counted once a subscriber. */
  subscriptions = 0;
  wildcardSubscriptions = 0;
  private readonly trie = new SubscriptionTrie<S>();
  private readonly routes = new Map<string, Route<S>>();
  private mark = 0;

  /** Subscribes to valid filters; returns their shared texts, each once. */
  subscribe(filters: readonly string[], subscriber: S): readonly string[] {
    const shared: string[] = [];
    for (const filter of filters.length > 1 ? new Set(filters) : filters) {
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
    }
  }

  /** The route of a valid topic, as subscriptions are now. */
  route(topic: string): Route<S> {
    let route = this.routes.get(topic);
    if (route === undefined) {
      route = { topic, generation: -1, entries: [], versions: [], targets: [] };
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
    this.trie.match(topic, entries);
    return entries;
  }

  private rematch(route: Route<S>): void {
    const entries = this.matching(route.topic);
    route.generation = this.trie.generation;
    if (entries.length === route.entries.length && entries.every((entry, i) => entry === route.entries[i])) return;
    route.entries = entries;
    this.collect(route);
  }

  private collect(route: Route<S>): void {
    route.versions = route.entries.map((entry) => entry.version);
    route.targets = this.collected(route.entries);
  }

  private collected(entries: readonly FilterEntry<S>[]): S[] {
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

  private forgetOldest(): void {
    const oldest = this.routes.keys().next().value;
    if (oldest !== undefined) this.routes.delete(oldest);
  }

  private count(filter: string, by: 1 | -1): void {
    this.subscriptions += by;
    if (hasWildcard(filter)) this.wildcardSubscriptions += by;
  }
}
