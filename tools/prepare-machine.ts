/** Owns what the tests need from the machine: looks, installs from Debian where it may, else says exactly what to install. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** One thing that tests drive and npm does not bring. */
interface Need {
  readonly what: string;
  readonly debianPackage: string;
  /** Any one of these commands succeeding is enough. */
  readonly probes: readonly (readonly [command: string, ...args: string[]])[];
}

const NEEDS: readonly Need[] = [
  {
    what: "a Chromium for the browser journeys",
    debianPackage: "chromium",
    probes: [
      ["chromium", "--version"],
      ["chromium-browser", "--version"],
      ["google-chrome", "--version"],
    ],
  },
  {
    what: "Python's websockets, the client that nobody here wrote",
    debianPackage: "python3-websockets",
    probes: [["/usr/bin/python3", "-c", "import websockets"]],
  },
  { what: "a real Redis for the cluster", debianPackage: "redis-server", probes: [["redis-server", "--version"]] },
  {
    what: "mosquitto's clients for MQTT",
    debianPackage: "mosquitto-clients",
    // It prints its usage and exits 1; that it starts at all is the answer.
    probes: [["sh", "-c", "command -v mosquitto_pub && command -v mosquitto_sub"]],
  },
];

const succeeds = (command: string, args: readonly string[], show = false): boolean =>
  spawnSync(command, args, {
    stdio: show ? ["ignore", "inherit", "inherit"] : "ignore",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).status === 0;

const missing = (): readonly Need[] =>
  NEEDS.filter((need) => !need.probes.some(([command, ...args]) => succeeds(command, args)));

/** `[]` for root, `["sudo", "-n"]` where sudo asks nothing, undefined where we may not install. */
function privilege(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return succeeds("sudo", ["-n", "true"]) ? ["sudo", "-n"] : undefined;
}

/** True when everything is there, now or after installing it. Prints what it did, or what a person must do. */
export function prepareMachine(): boolean {
  const before = missing();
  if (before.length === 0) return true;

  const packages = before.map((need) => need.debianPackage);
  const prefix = existsSync("/etc/debian_version") ? privilege() : undefined;
  if (prefix) {
    console.log(`installing ${packages.join(", ")}`);
    const apt = (...args: string[]) => {
      const [command = "apt-get", ...rest] = [...prefix, "apt-get", ...args];
      return succeeds(command, rest, true);
    };
    if (apt("-qq", "update") && apt("-qq", "install", "-y", "--no-install-recommends", ...packages)) {
      if (missing().length === 0) return true;
    }
  }
  console.error("The tests need, and this machine does not have:");
  for (const need of missing()) console.error(`  ${need.debianPackage}: ${need.what}`);
  console.error(`On Debian or Ubuntu: sudo apt-get install -y ${packages.join(" ")}`);
  return false;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.exitCode = prepareMachine() ? 0 : 1;
