/** Tests starts with each file that the broker reads missing, empty, cut, rubbish, a folder, closed to it, or of a newer version. */
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

const STATES = ["missing", "empty", "cut", "rubbish", "a folder", "closed", "newer"] as const;
type State = (typeof STATES)[number];

/** What a start does: it serves, after which `check` holds, or it ends with one sentence that names the file and has these words. */
type Outcome = RegExp | { readonly serves: (server: SignalboxProcess, folder: string) => Promise<void> };

interface Row {
  readonly file: string;
  readonly rule: string;
  readonly args?: (folder: string) => readonly string[];
  /** Makes the file one of a newer version. */
  readonly newer?: (path: string) => void;
  readonly outcomes: { readonly [K in State]?: Outcome };
}

const USER = 65_534;
const isRoot = process.getuid?.() === 0;
/** Root reads what is closed to everybody: its servers run as a user without rights, if that user can run this Node. */
const as = isRoot ? { uid: USER, gid: USER } : {};
const main = join(import.meta.dirname, "../../cli/main.js");
const canRun = spawnSync(process.execPath, ["-e", `fs.readFileSync(${JSON.stringify(main)})`], as).status === 0;

const whole = new TemporaryFolder();
beforeAll(async () => {
  for (const name of ["cert", "key"]) {
    cpSync(join(import.meta.dirname, `../tls/localhost-${name}.pem`), whole.file(`${name}.pem`));
  }
  const server = await SignalboxProcess.start([
    "--port",
    "0",
    "--data",
    whole.file("data"),
    "--anonymous",
    "a/#:readwrite",
  ]);
  await server.call("POST", "/tokens", { name: "kept" });
  await server.call("POST", "/messages", { topic: "a/b", message: "kept" });
  await server.call("POST", "/storage/backups");
  writeFileSync(whole.file("house.json"), JSON.stringify((await server.call("GET", "/workspace")).body));
  await server.stop();
  writeFileSync(whole.file("data/settings.json"), JSON.stringify({ logLevel: "warn" }));
  writeFileSync(whole.file("data/ended-logins.json"), JSON.stringify({ allBefore: 0, ended: [["login", 1e11]] }));
});
afterAll(() => whole.remove());

const tokens = async (server: SignalboxProcess) =>
  (await server.call("GET", "/tokens")).body as { items: { id: string; name: string }[] };
const trouble = async (server: SignalboxProcess) =>
  ((await server.call("GET", "/server")).body as { history: { trouble: string | null } }).history.trouble;
const logOf = async (server: SignalboxProcess) => (await server.stop()).stderr;

const serves = { serves: async () => {} };
const historySetAside: Outcome = {
  async serves(server, folder) {
    expect(await trouble(server)).toMatch(/history\.db could not be read \(.*\); it now lies at .*, unchanged/);
    expect(readdirSync(join(folder, "data")).filter((name) => /^history\.db\.unreadable-.*Z$/.test(name))).toHaveLength(
      1,
    );
  },
};
const historyInMemory: Outcome = {
  async serves(server) {
    expect(await trouble(server)).toMatch(/history\.db cannot be opened .* kept in memory/);
  },
};
const loginsEnd: Outcome = {
  async serves(server) {
    expect(await logOf(server)).toMatch(/every earlier login ends/);
  },
};
const backupRefused: Outcome = {
  async serves(server, folder) {
    const { status, body } = await server.call("POST", "/storage/backups");
    expect([status, body]).toMatchObject([409, { message: expect.stringContaining(join(folder, "data/backups")) }]);
  },
};
const withTls = (folder: string) => ["--tls-cert", join(folder, "cert.pem"), "--tls-key", join(folder, "key.pem")];
const everything = (outcome: Outcome): Row["outcomes"] =>
  Object.fromEntries(STATES.filter((state) => state !== "newer").map((state) => [state, outcome]));

const ROWS: readonly Row[] = [
  {
    file: "data/settings.json",
    rule: "Y11",
    newer: (path) => writeFileSync(path, JSON.stringify({ logLevel: "warn", ofTomorrow: 1 })),
    outcomes: {
      missing: serves,
      empty: /is empty.*mend it/,
      cut: /is not JSON.*mend it/,
      rubbish: /cannot be read.*mend it/,
      "a folder": /cannot be read.*mend it/,
      closed: /cannot be read.*mend it/,
      newer: /ofTomorrow in .* is no setting/,
    },
  },
  ...["cert.pem", "key.pem"].map((file) => ({
    file,
    rule: "E12",
    args: withTls,
    outcomes: {
      ...everything(/cannot be read.*name a PEM file/),
      empty: /holds no (certificate|private key).*name a PEM file/,
      cut: /holds no (certificate|private key).*name a PEM file/,
    },
  })),
  {
    file: "data/admin.key",
    rule: "E22",
    outcomes: {
      missing: serves,
      empty: serves,
      cut: /holds a key of fewer than 8 characters.*delete the file/,
      rubbish: /does not hold one line.*delete the file/,
      "a folder": /cannot be read.*delete/,
      closed: /cannot be read/,
    },
  },
  {
    file: "data/signalbox.key",
    rule: "A22",
    outcomes: {
      missing: {
        async serves(server) {
          const [token] = (await tokens(server)).items;
          const refused = await server.call("GET", `/tokens/${token?.id}/secret`);
          expect(refused).toMatchObject({ status: 409, body: { code: "SECRET_UNREADABLE" } });
        },
      },
      ...Object.fromEntries(["empty", "cut", "rubbish"].map((state) => [state, /has \d+ bytes instead of 32/])),
      "a folder": /is no file: put its backup in place/,
      closed: /cannot be used/,
    },
  },
  {
    file: "data/signalbox.db",
    rule: "S8",
    newer: (path) => setVersion(path, 9999),
    outcomes: {
      missing: {
        async serves(server) {
          expect((await tokens(server)).items).toEqual([]);
          expect(await logOf(server)).toMatch(/signalbox\.db.*was not there.*put a backup/);
        },
      },
      empty: /is empty \(0 bytes\).*put a backup/,
      cut: /is damaged.*put a backup/,
      rubbish: /is damaged.*put a backup/,
      "a folder": /is no file: move what lies there away/,
      closed: /cannot be opened/,
      newer: /newer Signalbox.*start that version/,
    },
  },
  {
    file: "data/history.db",
    rule: "O14",
    newer: (path) => setVersion(path, 9999),
    outcomes: {
      missing: serves,
      empty: historySetAside,
      cut: historySetAside,
      rubbish: historySetAside,
      "a folder": historyInMemory,
      closed: historyInMemory,
      newer: historySetAside,
    },
  },
  {
    file: "data/signalbox.lock.db",
    rule: "S7",
    outcomes: {
      missing: serves,
      empty: serves,
      rubbish: serves,
      "a folder": /cannot be used.*delete it/,
      closed: /cannot be used.*delete it/,
    },
  },
  {
    file: "house.json",
    rule: "Y11",
    args: (folder) => ["--workspace", join(folder, "house.json")],
    newer: (path) => writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), signalbox: 99 })),
    outcomes: {
      ...everything(/cannot be read.*name a file made by signalbox export/),
      empty: /is empty/,
      newer: /newer Signalbox/,
    },
  },
  {
    file: "data/backups",
    rule: "Y11",
    outcomes: { missing: serves, rubbish: backupRefused, closed: backupRefused },
  },
  {
    file: "data/ended-logins.json",
    rule: "E6",
    outcomes: { ...everything(loginsEnd), missing: serves },
  },
];

const CASES = ROWS.flatMap((row) =>
  STATES.flatMap((state) => {
    const outcome = row.outcomes[state];
    return outcome === undefined ? [] : [{ ...row, state, outcome }];
  }),
);

describe.concurrent("a start", { timeout: 120_000 }, () => {
  it.for(CASES.map((one) => [`${one.rule} with ${one.file} ${one.state}`, one] as const))(
    "%s",
    async ([, one], { skip }) => {
      if (one.state === "closed" && !canRun)
        skip("the user without rights cannot run this Node, and root reads everything");
      const folder = new TemporaryFolder();
      const path = folder.file(one.file);
      try {
        cpSync(whole.path, folder.path, { recursive: true });
        put(path, one);
        if (isRoot && canRun) own(folder.path);
        const before = digest(path);
        const args = ["--port", "0", "--data", folder.file("data"), ...(one.args?.(folder.path) ?? [])];
        const started = await SignalboxProcess.start(args, {}, undefined, canRun ? as : {}).catch(
          (error: Error) => error,
        );
        if (one.outcome instanceof RegExp) {
          const { message } = started as Error;
          expect(message).toMatch(/^signalbox ended with code 2: signalbox: [^\n]+\n$/);
          expect(message).toContain(path);
          expect(message).toMatch(one.outcome);
          expect(digest(path)).toBe(before);
        } else {
          if (started instanceof Error) throw started;
          await one.outcome.serves(started, folder.path);
          const { code, stderr } = await started.stop();
          expect(code).toBe(0);
          expect(stderr).not.toMatch(/ {4}at |"level":[56]0/);
        }
      } finally {
        folder.remove();
      }
    },
  );
});

function put(path: string, { state, newer }: (typeof CASES)[number]): void {
  const isFolder = lstatSync(path).isDirectory();
  if (state === "newer") newer?.(path);
  else if (state === "cut") truncateSync(path, path.endsWith(".key") ? 5 : Math.floor(lstatSync(path).size / 2));
  else if (state === "closed") chmodSync(path, 0);
  else {
    const { mode } = lstatSync(path);
    rmSync(path, { recursive: true });
    if (state === "empty") writeFileSync(path, "", { mode });
    if (state === "rubbish") writeFileSync(path, randomBytes(5000), isFolder ? {} : { mode });
    if (state === "a folder") mkdirSync(path, { mode: 0o700 });
  }
}

/** Gives all of it to the user that the server runs as. */
function own(path: string): void {
  lchownSync(path, USER, USER);
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) own(join(path, name));
}

function digest(path: string): string {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
  } catch (error) {
    return String(error);
  }
}

function setVersion(path: string, version: number): void {
  const database = new Database(path);
  database.pragma(`user_version = ${version}`);
  database.close();
}
