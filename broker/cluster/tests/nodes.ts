/** Nodes without an engine around them, for tests: what they listen for, what they say and what they hear. */
import { MemoryNet } from "../../adapters/memory-bus.ts";
import { SeededChance } from "../../adapters/seeded-chance.ts";
import { FaultCounter } from "../../faults/fault-counter.ts";
import { Router } from "../../routing/router.ts";
import { Slots } from "../../sessions/slots.ts";
import { ManualClock } from "../../testing/manual-clock.ts";
import { SilentLog } from "../../testing/silent-log.ts";
import { Message } from "../../topics/message.ts";
import { MessageOrigin } from "../../topics/message-origin.ts";
import { Cluster } from "../cluster.ts";

const LISTENER = { routeMark: 0 };

export class TestNode {
  readonly id: string;
  readonly local = new Router<typeof LISTENER>();
  /** `<topic> <value>` of everything that other nodes said. */
  readonly heard: string[] = [];
  readonly slots: Slots;
  readonly cluster: Cluster;
  readonly #origin: MessageOrigin;
  readonly #clock: ManualClock;
  #said = 0;

  constructor(net: TestNet, id: string) {
    const { clock, log } = net;
    this.id = id;
    this.#clock = clock;
    this.#origin = new MessageOrigin(clock.now(), Buffer.from(id.padEnd(6, "0")).toString("hex").slice(0, 12));
    const bus = net.memory.bus();
    this.slots = new Slots(bus, clock);
    this.cluster = new Cluster({
      bus,
      clock,
      log,
      faults: new FaultCounter(log, () => clock.now()),
      slots: this.slots,
      card: { id, name: `box-${id}` },
      local: this.local,
      isByName: () => false,
      seed: () => this.#origin.seed,
      keeper: { keptText: () => null },
      revision: () => 1,
      receive: ({ topic, content }) => {
        this.heard.push(`${topic} ${content}`);
        return this.local.countHearers(topic);
      },
    });
  }

  listen(...filters: string[]): void {
    this.local.subscribe(filters, LISTENER);
  }

  /** One more who listens, and leaves again. */
  listenBriefly(filter: string): void {
    const other = { routeMark: 0 };
    this.local.unsubscribe(this.local.subscribe([filter], other), other);
  }

  unlisten(...filters: string[]): void {
    this.local.unsubscribe(filters, LISTENER);
  }

  say(topic: string, value: string | number): void {
    const draft = { content: String(value), payload: null };
    const at = this.#clock.now();
    this.cluster.publish(new Message(this.#origin, this.#said++, at, topic, draft, `con_${this.id}`, null));
  }

  /** Numbers that it heard on a topic. */
  numbers(topic: string): number[] {
    return this.heard.filter((one) => one.startsWith(`${topic} `)).map((one) => Number(one.slice(topic.length + 1)));
  }
}

export class TestNet {
  readonly clock = new ManualClock();
  readonly log = new SilentLog();
  readonly memory: MemoryNet;

  constructor(seed = 1) {
    this.memory = new MemoryNet(this.clock, new SeededChance(seed));
  }

  /** Nodes that know each other. */
  async nodes(...ids: string[]): Promise<TestNode[]> {
    const nodes = ids.map((id) => new TestNode(this, id));
    let left = nodes.length;
    for (const node of nodes) void node.cluster.start().then(() => left--);
    while (left > 0) await this.run(100);
    return nodes;
  }

  /** Lets so much time pass, with everything that comes of it. */
  async run(ms: number, stepMs = 50): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.clock.advance(Math.min(stepMs, ms - passed));
      await this.settle();
    }
    if (ms === 0) await this.settle();
  }

  async settle(turns = 4): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
  }
}
