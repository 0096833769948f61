/** Ways in which clients fill the memory of a broker, each with far more than a small heap holds, run by name in a process of its own. */
import { updateSettings } from "../console/edits/settings.ts";
import { DeskUnderTest } from "./desk-harness.ts";
import type { FakeLink } from "./fake-link.ts";

const under = new DeskUnderTest();
const anybody = () => updateSettings(under.corridor, { anonymous: [{ pattern: "#", access: "readwrite" }] }, "http");

/** Lets timers and the turn's end run, and forgets what was heard. */
async function turn(...clients: readonly FakeLink[]): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  under.clock.advance(1_000);
  for (const client of clients) client.takeTexts();
}

/** Runs `act` so many times, with a turn after each hundred. */
async function times(count: number, act: (index: number) => void, ...clients: readonly FakeLink[]): Promise<void> {
  for (let index = 0; index < count; index++) {
    act(index);
    if (index % 100 === 99) await turn(...clients);
  }
}

/** A text that says its number, so that no two are one. */
const long = (index: number, length: number): string => `${index}`.padEnd(length, "x");

/** Far more than 160 MB each, were it kept. */
export const FILLS: Readonly<Record<string, () => Promise<void>>> = {
  async "topics that are none"() {
    const { secret } = under.token({ "a/#": "readwrite" });
    const client = under.connect(secret, "a/x");
    await times(800, (index) => client.publish(long(index, 250_000), 1), client);
  },

  async "long topics that may not be published to"() {
    const clients = Array.from({ length: 200 }, (_, index) =>
      under.connect(under.token({ [`t${index}/#`]: "read" }).secret, `t${index}/x`),
    );
    await times(
      300_000,
      (index) => clients[index % 200]?.publish(`t${index % 200}/${long(index, 1000)}`, 1),
      ...clients,
    );
  },

  async "topics with long names"() {
    const { secret } = under.token({ "a/#": "readwrite" });
    const client = under.connect(secret, "a/x");
    await times(100_000, (index) => client.publish(`a/${long(index, 1000)}`, 1), client);
  },

  async "filters of five hundred levels"() {
    anybody();
    for (let n = 0; n < 20; n++) {
      const client = under.knock("/ws/");
      await times(
        1_000,
        (index) => {
          const bits = (n * 1_000 + index).toString(2).padStart(15, "0");
          const topic = `${[...bits].map((bit) => (bit === "0" ? "a" : "+")).join("/")}${"/a".repeat(485)}/#`;
          client.say({ type: "subscribe", topic, client_id: "c" });
        },
        client,
      );
    }
  },

  async "filters that change before each message"() {
    anybody();
    const client = under.knock("/ws/");
    const say = (type: string, topic: string) => client.say({ type, topic, client_id: "c", message: { payload: 1 } });
    await times(999, (index) => say("subscribe", `f/${index}`), client);
    await times(
      12_000,
      (index) => {
        say(index % 2 === 0 ? "subscribe" : "unsubscribe", "f/999");
        say("publish", "f/1");
      },
      client,
    );
  },

  async "names on one filter"() {
    anybody();
    const client = under.knock("/ws/");
    await times(
      1_000_000,
      (index) => client.say({ type: "subscribe", topic: "t", client_id: long(index, 250) }),
      client,
    );
  },

  async "ids cut from long frames"() {
    anybody();
    const client = under.knock("/ws/");
    client.say({ type: "subscribe", topic: "t", client_id: "c" });
    await times(
      2_000,
      (index) => {
        const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
        client.say({
          type: "publish",
          topic: "t",
          client_id: "c",
          message: { id, payload: 1 },
          request_id: long(index, 100_000),
        });
      },
      client,
    );
  },

  async "connections that come and go with a thousand filters"() {
    anybody();
    await times(800, (index) => {
      const client = under.knock("/ws/");
      for (let n = 0; n < 300; n++)
        client.say({ type: "subscribe", topic: `${n}/${long(index, 900)}`, client_id: "c" });
      client.goneWith(1000);
    });
  },

  async "replies that wait for their delay"() {
    anybody();
    under.core.replies.replace([
      {
        kind: "autoReply",
        id: "rule",
        name: "Later",
        enabled: true,
        delayMs: 3_600_000,
        pattern: "q/#",
        condition: "",
        replyTopic: "a",
        template: "1",
        tokenId: null,
      } as never,
    ]);
    const { secret } = under.token({ "q/#": "readwrite" });
    const client = under.connect(secret, "q/x");
    updateSettings(under.corridor, { historyPerTopic: 1, capture: false }, "http");
    await times(1_500, (index) => client.publish("q/x", long(index, 200_000)), client);
  },

  async "what subjects store about themselves"() {
    const [...clients] = Array.from({ length: 100 }, (_, index) => {
      const { secret } = under.token({}, { subject: { userType: "user", userId: `u${index}` } });
      const client = under.knock("/ws/realtime/");
      client.say({ type: "authenticate", token: secret });
      return client;
    });
    await times(
      6_400,
      (index) => {
        const frame = {
          type: "set_meta",
          key: `k${index % 64}`,
          value: long(index, 100),
          further: long(index, 100_000),
        };
        clients[Math.floor(index / 64)]?.say(frame);
      },
      ...clients,
    );
  },

  async "a crowd on ten thousand topics"() {
    updateSettings(under.corridor, { allowOverlaps: true }, "http");
    const { secret } = under.token({ "a/#": "readwrite", "a/+": "read", "b/#": "read" });
    const crowd = Array.from({ length: 6_000 }, () => under.connect(secret, "a/#", "a/+"));
    const client = under.connect(secret, "b/x");
    for (const one of crowd) one.takes = true;
    for (let index = 0; index < 10_000; index++) under.core.router.route(`a/${index}`);
    await turn(client);
  },

  async "large messages in two bytes a character"() {
    const { secret } = under.token({ "a/#": "readwrite" });
    const client = under.connect(secret, "a/x");
    await times(2_000, (index) => client.publish(`a/${index % 20}`, `中${long(index, 80_000)}`), client);
  },
};

const [, , name] = process.argv;
if (name !== undefined) {
  await under.start();
  const fill = FILLS[name];
  if (fill === undefined) throw new Error(`there is no fill called ${name}`);
  await fill();
  process.stdout.write("serves\n");
  process.exit(0);
}
