/** Owns the house in the pictures: its workspace, and the real clients that live in it. */
import { WebSocket } from "ws";
import type { Workspace } from "../../broker/contract/workspace.ts";
import { sampleWorkspace } from "../../broker/sample.ts";

type Rights = Readonly<Record<string, "read" | "readwrite">>;

interface Resident {
  readonly name: string;
  readonly maxConnections: number;
  readonly rights: Rights;
  /** Clients of this token: what each asks to hear. */
  readonly clients: readonly (readonly string[])[];
  /** What its clients publish, with a value that moves. */
  readonly publishes?: (client: number, step: number) => { readonly tag: string; readonly message: unknown };
  readonly enabled?: boolean;
  readonly expiresInHours?: number;
}

const TAGS: Readonly<Record<string, string>> = {
  "home/+/temp": "Temperature of a room in degrees Celsius",
  "home/+/setpoint": "Wished temperature",
  "home/+/door": "Doors and windows, open or shut",
  "home/+/light": "Lamps",
  "home/+/motion": "Somebody is there",
  "energy/#": "Meters",
  "alerts/#": "What somebody should look at",
  "fw/+/update": "Firmware that waits for a device",
};
const ROOMS = ["hall", "kitchen", "livingroom", "bedroom", "bathroom", "office", "stairs", "garage", "garden"] as const;
const HOUR = 3_600_000;

const room = (index: number) => ROOMS[index % ROOMS.length] ?? "hall";
const wave = (step: number, index: number) => Math.round((20 + index / 2 + 2 * Math.sin(step / 7 + index)) * 10) / 10;
const thermometer = (step: number, index: number) => ({
  celsius: wave(step, index),
  humidity: Math.round(44 + 4 * Math.sin(step / 11 + index)),
  battery: 87 + (index % 5),
  mode: step % 40 < 25 ? "heat" : "off",
});
const each = (count: number, filters: (index: number) => readonly string[]) =>
  Array.from({ length: count }, (_, i) => filters(i));
const EVERYTHING: Rights = {
  "home/+/temp": "read",
  "home/+/setpoint": "read",
  "home/+/door": "read",
  "home/+/light": "read",
  "home/+/motion": "read",
  "energy/#": "read",
  "alerts/#": "read",
};

const RESIDENTS: readonly Resident[] = [
  {
    name: "Thermostats",
    maxConnections: 8,
    rights: { "home/+/temp": "readwrite", "home/+/setpoint": "read", "fw/+/update": "read" },
    clients: each(6, (i) => [`home/${room(i)}/setpoint`, "fw/+/update"]),
    publishes: (client, step) => ({ tag: `home/${room(client)}/temp`, message: thermometer(step, client) }),
  },
  {
    name: "Door sensors",
    maxConnections: 10,
    rights: { "home/+/door": "readwrite", "fw/+/update": "read" },
    clients: each(9, () => ["fw/+/update"]),
    publishes: (client, step) => ({
      tag: `home/${room(client)}/door`,
      message: { open: step % 3 === 0, battery: 80 + client },
    }),
  },
  {
    name: "Motion sensors",
    maxConnections: 12,
    rights: { "home/+/motion": "readwrite", "fw/+/update": "read" },
    clients: each(7, () => ["fw/+/update"]),
    publishes: (client, step) => ({
      tag: `home/${room(client)}/motion`,
      message: { present: (step + client) % 4 === 0 },
    }),
  },
  {
    name: "Light controllers",
    maxConnections: 16,
    rights: { "home/+/light": "readwrite", "home/+/motion": "read", "fw/+/update": "read" },
    clients: each(8, (i) => (i < 2 ? [`home/${room(i)}/motion`, "fw/+/update"] : ["fw/+/update"])),
    publishes: (client, step) => ({
      tag: `home/${room(client)}/light`,
      message: { on: step % 2 === 0, level: (step * 7) % 100 },
    }),
  },
  {
    name: "Energy meter",
    maxConnections: 1,
    rights: { "energy/#": "readwrite", "fw/+/update": "read" },
    clients: each(1, () => ["fw/+/update"]),
    publishes: (client, step) => ({
      tag: "energy/grid",
      message: { watts: 400 + Math.round(90 * wave(step, client)) },
    }),
  },
  {
    name: "Phone app",
    maxConnections: 5,
    rights: { ...EVERYTHING, "home/+/setpoint": "readwrite", "home/+/light": "readwrite" },
    clients: each(5, (i) => ["home/+/door", "alerts/#", ...(i === 2 ? ["home/+/setpoint"] : ["home/+/light"])]),
    publishes: (client, step) => ({ tag: `home/${room(step)}/setpoint`, message: { celsius: 19 + client / 2 } }),
  },
  {
    name: "Wall dashboard",
    maxConnections: 3,
    rights: EVERYTHING,
    clients: each(2, () => Object.keys(EVERYTHING)),
  },
  {
    name: "Automation hub",
    maxConnections: 2,
    rights: {
      ...EVERYTHING,
      "home/+/setpoint": "readwrite",
      "home/+/light": "readwrite",
      "alerts/#": "readwrite",
      "fw/+/update": "readwrite",
    },
    clients: each(1, () => ["home/+/temp", "home/+/door", "home/+/motion", "energy/#"]),
    publishes: (_client, step) => ({ tag: "alerts/battery", message: { device: `door-${step % 9}`, level: "low" } }),
  },
  {
    name: "Guest tablet",
    maxConnections: 2,
    rights: { "home/+/temp": "read", "home/+/door": "read", "home/+/light": "read" },
    clients: each(2, (i) => ["home/+/door", i === 0 ? "home/+/temp" : "home/+/light"]),
    expiresInHours: 6,
  },
  {
    name: "CI simulator",
    maxConnections: 0,
    rights: { "home/+/temp": "read", "home/+/door": "read", "home/+/motion": "read" },
    clients: [],
    expiresInHours: 12 * 24,
  },
  {
    name: "Old gateway",
    maxConnections: 4,
    rights: { "home/+/temp": "read", "energy/#": "read" },
    clients: [],
    enabled: false,
  },
];

/** The workspace, with secrets made from the names: they live for the minute of the pictures. */
export function largerHouse(now: number): Workspace {
  const { rooms: sampleRooms } = sampleWorkspace();
  return {
    signalbox: 2,
    settings: { workspaceName: "Small house" },
    ...(sampleRooms === undefined ? {} : { rooms: sampleRooms }),
    tags: Object.entries(TAGS).map(([pattern, description]) => ({ pattern, description })),
    tokens: RESIDENTS.map(({ name, maxConnections, rights, enabled = true, expiresInHours }) => ({
      name,
      secret: secretOf(name),
      subject: { userType: "house", userId: name.toLowerCase().replaceAll(" ", "-") },
      maxConnections,
      enabled,
      expiresAt: expiresInHours === undefined ? null : new Date(now + expiresInHours * HOUR).toISOString(),
      permissions: Object.entries(rights).map(([pattern, access]) => ({ pattern, access })),
    })),
  };
}

export function secretOf(name: string): string {
  return Buffer.from(`${name} of the larger house`).toString("base64url");
}

/** Connects everybody and lets them publish; returns how to end it. */
export async function moveIn(broker: string): Promise<() => void> {
  const timers: NodeJS.Timeout[] = [];
  const sockets: WebSocket[] = [];
  for (const { name, clients, publishes } of RESIDENTS) {
    for (const [index, filters] of clients.entries()) {
      const headers = {
        authorization: `Token ${secretOf(name)}`,
        tag: filters.join(","),
        "user-agent": `${name.toLowerCase().replaceAll(" ", "-")}-${index + 1}`,
      };
      const socket = new WebSocket(broker, { headers });
      sockets.push(socket);
      await new Promise((resolve, reject) => {
        socket.once("open", resolve);
        socket.once("error", reject);
      });
      if (publishes === undefined) continue;
      let step = index;
      const speak = () => {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(publishes(index, step++)));
      };
      timers.push(setInterval(speak, 700 + index * 130));
    }
  }
  return () => {
    for (const timer of timers) clearInterval(timer);
    for (const socket of sockets) socket.terminate();
  };
}

/** Knocks of strangers and of the wrong ones, for the door log; and a publish that is refused. */
export async function knockWrongly(broker: string): Promise<void> {
  const wrong: Readonly<Record<string, string>>[] = [
    {},
    { authorization: "Token k3Zr-unknown-secret-of-nobody", tag: "home/garage/door" },
    { authorization: `Token ${secretOf("Phone app")}`, tag: "home/+/light" },
    { authorization: `Token ${secretOf("Guest tablet")}`, tag: "home/+/setpoint" },
    { authorization: `Token ${secretOf("Old gateway")}`, tag: "home/+/temp" },
  ];
  for (const headers of wrong) {
    const socket = new WebSocket(broker, { headers });
    await new Promise((resolve) => socket.once("close", resolve));
  }
  const dashboard = new WebSocket(broker, {
    headers: {
      authorization: `Token ${secretOf("Wall dashboard")}`,
      tag: "alerts/#",
      "user-agent": "wall-dashboard-3",
    },
  });
  await new Promise((resolve) => dashboard.once("open", resolve));
  for (let i = 0; i < 8; i++) dashboard.send(JSON.stringify({ tag: "home/hall/light", message: { on: true } }));
}
