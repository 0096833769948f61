/** Owns who lives in the demo house, what each hears, and what each says how often. */
import { HouseClient } from "./house-client.ts";
import { type Chance, Contact, Thermometer } from "./readings.ts";

const ROOMS = [
  { room: "livingroom", comfort: 21.5 },
  { room: "kitchen", comfort: 20.5 },
  { room: "bedroom", comfort: 18.5 },
  { room: "hall", comfort: 17.5 },
] as const;

export interface HouseOptions {
  readonly broker: string;
  /** Secrets by token name, as the sample workspace calls them. */
  readonly secretOf: (tokenName: string) => string;
  readonly say: (line: string) => void;
  readonly chance: Chance;
}

export class House {
  readonly #clients: HouseClient[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #options: HouseOptions;

  constructor(options: HouseOptions) {
    this.#options = options;
  }

  start(): void {
    for (const { room, comfort } of ROOMS) this.#moveIn(room, comfort);
    this.#phone("phone-1");
    this.#phone("phone-2");
    this.#client("wall-dashboard", "Wall dashboard", ["home/+/temp", "home/+/door", "home/+/light", "alerts/#"]);
    for (const client of this.#clients) client.start();
  }

  get size(): number {
    return this.#clients.length;
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const client of this.#clients) client.stop();
  }

  #moveIn(room: string, comfort: number): void {
    const { chance } = this.#options;
    const device = this.#client(`sensor-${room}`, "House sensors", [`home/${room}/light`]);
    const thermometer = new Thermometer(comfort, chance);
    const door = new Contact(0.15, chance);
    let battery = 100;
    this.#every(1_500 + chance() * 1_000, () => {
      device.publish(`home/${room}/temp`, { celsius: thermometer.next() });
    });
    this.#every(3_000, () => {
      const open = door.next();
      if (open === undefined) return;
      battery = Math.max(0, battery - 1);
      device.publish(`home/${room}/door`, { open, battery });
      if (battery % 10 === 0) device.publish("alerts/battery", { device: `sensor-${room}`, battery });
    });
  }

  #phone(name: string): void {
    const { chance } = this.#options;
    const phone = this.#client(name, "Phone app", ["home/+/door", "home/+/light", "alerts/#"]);
    const lamps = ROOMS.map(({ room }) => ({ room, lamp: new Contact(0.1, chance) }));
    this.#every(4_000, () => {
      for (const { room, lamp } of lamps) {
        const on = lamp.next();
        if (on !== undefined) phone.publish(`home/${room}/light`, { on, by: name });
      }
    });
  }

  #client(name: string, tokenName: string, filters: readonly string[]): HouseClient {
    const { broker, say, secretOf } = this.#options;
    const client = new HouseClient({ name, broker, secret: secretOf(tokenName), filters, say });
    this.#clients.push(client);
    return client;
  }

  #every(ms: number, run: () => void): void {
    this.#timers.push(setInterval(run, ms));
  }
}
