/** Owns the table of what a server can be told: each row is a flag, an environment variable and a settings key. */
import { z } from "zod";
import { Secret } from "../../contract/nouns.ts";
import { checkPattern } from "../../contract/topics.ts";

/** Text from a flag or the environment, a real boolean from a file or a bare flag. */
const onOff = z.union([z.boolean(), z.stringbool()]);
const text = z.string().trim().min(1);
/** A key that was read from a file comes with its line end. */
const key = z.string().trim().pipe(Secret);

const Port = z
  .union([z.number(), z.string().regex(/^\d+$/, "a port is a number").transform(Number)])
  .pipe(z.int().min(0).max(65_535, "a port is at most 65535"));

/** `<pattern>:<read|readwrite>`; the access stands after the last colon, so that a pattern may hold one. */
const Anonymous = z.string().transform((given, context) => {
  const colon = given.lastIndexOf(":");
  const pattern = given.slice(0, colon);
  const access = given.slice(colon + 1);
  const checked = checkPattern(pattern);
  if (colon < 1 || (access !== "read" && access !== "readwrite")) {
    context.addIssue(`"${given}" is not <pattern>:read or <pattern>:readwrite`);
  } else if (checked.ok) {
    return { pattern, access } as const;
  } else {
    context.addIssue(checked.reason);
  }
  return z.NEVER;
});

/** A comma parts entries in a variable: patterns hold none (T2). */
const anonymousList = z.union([
  z.array(Anonymous),
  z
    .string()
    .transform((given) => given.split(",").map((entry) => entry.trim()))
    .pipe(z.array(Anonymous)),
]);

/** Several in a flag that is repeated, in a text with commas, or in a list. */
const listOf = (entry: z.ZodType<string, string>) =>
  z
    .union([z.array(z.string()), z.string().transform((given) => [given])])
    .transform((given) => given.flatMap((text) => text.split(",")).map((text) => text.trim()))
    .transform((given) => given.filter((text) => text !== ""))
    .pipe(z.array(entry));

/** A name as a Host header has it, without a port; `*` alone, or for what stands before a dot. */
const HostName = z
  .string()
  .refine(
    (name) => name === "*" || /^(\*\.)?[^\s*/:@?#]+$/.test(name) || /^\[?[0-9a-fA-F:.]+\]?$/.test(name),
    "a name without scheme and port, `*.name`, or `*`",
  );

/** An address, a range, or a word for several. */
const ProxyAddress = z
  .string()
  .refine(
    (entry) => /^(loopback|linklocal|uniquelocal)$/.test(entry) || /^[0-9a-fA-F.:]+(\/[\d.]+)?$/.test(entry),
    "an address, a range such as 10.0.0.0/8, loopback, linklocal or uniquelocal",
  );

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

interface Row {
  /** As commander spells it. */
  readonly flag: string;
  readonly schema: z.ZodType;
  readonly says: string;
  /** Said in the help; the value itself stands in `resolve-options.ts`. */
  readonly otherwise?: string;
}

/** Key of a row = key in the settings file; `SIGNALBOX_` and the key in capitals = the environment variable. */
export const SERVE_OPTIONS = {
  host: {
    flag: "--host <address>",
    schema: text,
    says: "address to listen on; anything but loopback lets other machines in",
    otherwise: "127.0.0.1",
  },
  port: {
    flag: "--port <number>",
    schema: Port,
    says: "port to listen on; 0 takes a free one",
    otherwise: "8001",
  },
  allowedHosts: {
    flag: "--allowed-hosts <names>",
    schema: listOf(HostName),
    says: "further names under which the console is opened, as behind a proxy or in a container: `box.lan,*.example.com`; `*` for any",
  },
  trustedProxies: {
    flag: "--trusted-proxies <addresses>",
    schema: listOf(ProxyAddress),
    says: "proxies whose X-Forwarded-For or Forwarded is believed: `10.0.0.5,172.16.0.0/12`, `loopback`",
  },
  data: { flag: "--data <folder>", schema: text, says: "folder of the database, the admin key and settings.json" },
  adminKey: {
    flag: "--admin-key <key>",
    schema: key,
    says: "key of the admin API; the environment variable keeps it out of process lists",
    otherwise: "a random one, kept in the data folder",
  },
  redis: {
    flag: "--redis <url>",
    schema: text,
    says: "join the cluster of this Redis, or `mock` (not in this version)",
  },
  join: {
    flag: "--join",
    schema: onOff,
    says: "no database of its own, the policy comes from Redis (not in this version)",
  },
  anonymous: {
    flag: "--anonymous <pattern:access>",
    schema: anonymousList,
    says: "right of clients without a token, `news/#:read`; may be repeated, a comma parts them in the variable",
  },
  workspace: {
    flag: "--workspace <file.json>",
    schema: text,
    says: "workspace file that replaces the policy at start",
  },
  logLevel: {
    flag: "--log-level <level>",
    schema: z.enum(LOG_LEVELS),
    says: `least important line to log: ${LOG_LEVELS.join(", ")}`,
    otherwise: "info",
  },
  readyJson: { flag: "--ready-json", schema: onOff, says: "print one line of JSON when listening, and nothing else" },
  sample: { flag: "--sample", schema: onOff, says: "fill a new data folder with the sample workspace" },
  tlsCert: { flag: "--tls-cert <file>", schema: text, says: "certificate chain (PEM); with --tls-key" },
  tlsKey: { flag: "--tls-key <file>", schema: text, says: "private key (PEM); with --tls-cert" },
  open: { flag: "--open", schema: onOff, says: "open the console in a browser when listening (--no-open: do not)" },
} as const satisfies Record<string, Row>;

export type OptionKey = keyof typeof SERVE_OPTIONS;
export const OPTION_KEYS = Object.keys(SERVE_OPTIONS) as OptionKey[];

/** What was given, from whatever source; what is absent takes its default. */
export type GivenOptions = { [K in OptionKey]?: z.infer<(typeof SERVE_OPTIONS)[K]["schema"]> };

export const variableOf = (key: string): string => `SIGNALBOX_${key.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
export const flagOf = (key: OptionKey): string => SERVE_OPTIONS[key].flag.split(" ")[0] ?? key;

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly trustedProxies: readonly string[];
  /** Absolute. */
  readonly data: string;
  readonly adminKey: string | undefined;
  /** undefined leaves what the settings hold. */
  readonly anonymous: GivenOptions["anonymous"] | undefined;
  readonly workspace: string | undefined;
  readonly logLevel: NonNullable<GivenOptions["logLevel"]>;
  readonly readyJson: boolean;
  readonly sample: boolean;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** undefined when nobody said: the bare command opens, `serve` does not. */
  readonly open: boolean | undefined;
}
