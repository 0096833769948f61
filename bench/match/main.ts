/** Owns the matching run: how many topics a second find their filters, in this process, as one JSON line. */
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { matches } from "../../broker/contract/topics.ts";
import type { FilterEntry } from "../../broker/routing/filter-entry.ts";
import { Router } from "../../broker/routing/router.ts";
import { SubscriptionTrie } from "../../broker/routing/subscription-trie.ts";
import { exactTopics, mixedFilters, randomFrom, topicsFor } from "./filters.ts";

const HOT_TOPICS = 1000;
const COLD_TOPICS = 50_000;
const CHURN_EVERY = 100;
const ORACLE_TOPICS = 20;

const { values } = parseArgs({
  options: { "measure-ms": { type: "string", default: "1000" }, sizes: { type: "string" } },
});
const measureMs = Number(values["measure-ms"]);
const sizes = (values.sizes ?? "10000,100000").split(",").map(Number);

/** Calls a second of `work`, which does one call for each index that it is given; warmed for a quarter of the time. */
function perSecond(work: (index: number) => void): number {
  let index = 0;
  const during = (ms: number): number => {
    const from = index;
    const start = performance.now();
    let now = start;
    while (now - start < ms) {
      for (let batch = 0; batch < 256; batch++) work(index++);
      now = performance.now();
    }
    return ((index - from) / (now - start)) * 1000;
  };
  during(measureMs / 4);
  return during(measureMs);
}

/** A forgotten subscriber of the router. */
const subscriber = () => ({ routeMark: 0 });

function measure(size: number): Record<string, number> {
  const random = randomFrom(size);
  const filters = mixedFilters(size, random);
  const cold = topicsFor(filters, COLD_TOPICS, random);
  const trie = new SubscriptionTrie<number>();
  const inserting = performance.now();
  for (const [index, filter] of filters.entries()) trie.add(filter, index);
  const insertUs = ((performance.now() - inserting) * 1000) / filters.length;

  let wrong = 0;
  for (const topic of cold.slice(0, ORACLE_TOPICS)) {
    const found: FilterEntry<number>[] = [];
    trie.match(topic, found);
    const expected = new Set(filters.filter((filter) => matches(filter, topic)));
    if (found.length !== expected.size || found.some(({ filter }) => !expected.has(filter))) wrong++;
  }

  const into: FilterEntry<number>[] = [];
  let found = 0;
  const coldRate = perSecond((index) => {
    into.length = 0;
    trie.match(cold[index % cold.length] ?? "", into);
    found += into.length;
  });

  const router = new Router<{ routeMark: number }>();
  for (const filter of filters) router.subscribe([filter], subscriber());
  const hot = cold.slice(0, HOT_TOPICS);
  const hotRate = perSecond((index) => {
    found += router.route(hot[index % hot.length] ?? "").targets.length;
  });
  const comers = exactTopics(1000, random);
  const churnRate = perSecond((index) => {
    if (index % CHURN_EVERY === 0) {
      const comer = subscriber();
      const filter = [`${comers[(index / CHURN_EVERY) % comers.length] ?? ""}/new`];
      router.unsubscribe(router.subscribe(filter, comer), comer);
    }
    found += router.route(hot[index % hot.length] ?? "").targets.length;
  });
  const named = { cold: coldRate, hot: hotRate, churn: churnRate, insertUs, wrong, found: Math.min(found, 1) };
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`${name}${size}`, value]));
}

const figures: Record<string, number> = Object.assign({ lost: 0 }, ...sizes.map(measure));
for (const size of sizes) figures.lost = (figures.lost ?? 0) + (figures[`wrong${size}`] ?? 0);
process.stdout.write(`${JSON.stringify(figures)}\n`);
