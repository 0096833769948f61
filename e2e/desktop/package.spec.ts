/** Owns the proof that the package holds what runs and nothing else, that it runs, and that its fuses were flipped. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { extractAll, extractFile, listPackage } from "@electron/asar";
import { getCurrentFuseWire } from "@electron/fuses";
import { wrongFuses } from "../../tools/read-fuses.ts";
import { expect, test } from "./desktop-test.ts";
import { consoleClientOf } from "./host-page.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What @electron/fuses looks for in a binary: its sentinel, the wire's version and length, and one state a fuse. */
const FUSE_WIRE = Buffer.concat([
  Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"),
  Buffer.from([1, 9]),
  Buffer.from("101100010"),
]);

/** A distribution without Electron in it: electron-builder copies it, renames the binary and flips its fuses. */
function emptyDistribution(folder: string): string {
  mkdirSync(join(folder, "locales"), { recursive: true });
  mkdirSync(join(folder, "resources"));
  for (const file of [
    "LICENSE",
    "LICENSES.chromium.html",
    "chrome-sandbox",
    "chrome_crashpad_handler",
    "locales/en-US.pak",
  ]) {
    writeFileSync(join(folder, file), "");
  }
  writeFileSync(join(folder, "version"), "v45.0.0");
  writeFileSync(join(folder, "electron"), FUSE_WIRE);
  chmodSync(join(folder, "electron"), 0o755);
  return folder;
}

function pack(folder: string, architecture: "x64" | "arm64", config: string): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(ROOT, "node_modules/electron-builder/cli.js"),
      ...["--linux", "dir", `--${architecture}`, "--publish", "never", "--config", config],
      `--config.electronDist=${emptyDistribution(join(folder, "electron"))}`,
      `--config.directories.output=${join(folder, "packed")}`,
    ],
    { cwd: ROOT, encoding: "utf8" },
  );
  expect(status, stdout + stderr).toBe(0);
  return join(folder, "packed", architecture === "x64" ? "linux-unpacked" : `linux-${architecture}-unpacked`);
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, "/"));
}

// electron-builder walks all of node_modules.
test.slow();

test("the package holds the bundles, the icons and what they need; it shows its console and keeps its history", async ({
  launch,
  userData,
}) => {
  const packed = pack(userData, process.arch === "arm64" ? "arm64" : "x64", "electron-builder.yml");
  const archive = join(packed, "resources", "app.asar");

  const entries = listPackage(archive, { isPack: false });
  expect([...new Set(entries.map((entry) => entry.split(/[\\/]/)[1]))].sort()).toEqual([
    "node_modules",
    "out",
    "package.json",
    "resources",
  ]);
  expect(entries.filter((entry) => /^\/node_modules\/[^/]+$/.test(entry))).toEqual(["/node_modules/better-sqlite3"]);
  expect(entries.filter((entry) => entry.endsWith(".node"))).toEqual([
    `/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
  ]);

  // The thread of the history and all that it loads lie in the archive, its native part beside it, where the system can load it.
  const main = extractFile(archive, "out/main/history-worker.js").toString();
  const chunks = [...main.matchAll(/from "\.\/([^"]+)"/g)].map(([, name]) => `/out/main/${name}`);
  expect(entries).toEqual(expect.arrayContaining(["/out/main/history-worker.js", ...chunks]));
  const native = `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`;
  expect(filesBelow(`${archive}.unpacked`).filter((file) => file.endsWith(".node"))).toEqual([native]);

  const unpacked = join(userData, "app");
  extractAll(archive, unpacked);
  const packedApp = { main: join(unpacked, "out/main/main.js"), userData: join(userData, "data") };
  const desktop = launch(packedApp);
  const { page } = await desktop.page();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();

  const client = await consoleClientOf(page);
  expect((await client.server.info()).history).toEqual({ storedIn: "file", trouble: null });
  for (const message of [1, 2, 3]) await client.messages.publish({ topic: "barn/door", message });
  expect(await desktop.quit()).toBe(0);
  const again = await consoleClientOf((await launch(packedApp).page()).page);
  const { items } = await again.messages.list({ topic: "barn/door" });
  expect(items.map(({ json }) => json)).toEqual(["3", "2", "1"]);
});

test("another architecture gets its own native file, and the fuses of both flavours are as they must be", async ({
  userData,
}) => {
  for (const [config, flavour] of [
    ["electron-builder.yml", "release"],
    ["electron-builder.test.yml", "test"],
  ] as const) {
    const packed = pack(join(userData, flavour), "arm64", config);
    const entries = listPackage(join(packed, "resources", "app.asar"), { isPack: false });
    expect(entries.filter((entry) => entry.endsWith(".node"))).toEqual([
      "/node_modules/better-sqlite3/prebuilds/linux-arm64.node",
    ]);
    const wire: object = await getCurrentFuseWire(join(packed, "signalbox"));
    expect(wrongFuses({ ...wire }, flavour)).toEqual([]);
  }
});
