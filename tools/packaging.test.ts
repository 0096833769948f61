/** Owns the proof that the package is described as electron-builder understands it, and that the release flavour's fuses are off. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FuseV1Options } from "@electron/fuses";
import { FuseState } from "@electron/fuses/dist/constants.js";
import { LinuxTargetHelper } from "app-builder-lib/out/targets/LinuxTargetHelper.js";
import { getConfig, validateConfiguration } from "app-builder-lib/out/util/config/config.js";
import { DebugLogger } from "builder-util";
import { describe, expect, it } from "vitest";
import { PRODUCT_FLAGS } from "../bench/run/server-process.ts";
import { TemporaryFolder } from "../broker/testing/temporary-folder.ts";
import { LINK_SCHEME } from "../electron/deep-link.ts";
import { WORKSPACE_SUFFIXES } from "../electron/workspace-file.ts";
import { RELEASE_FUSES, wrongFuses } from "./read-fuses.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const flavour = (file: string) => getConfig(root, file, null);

/** What the deb and the AppImage ask for their type file and their desktop entry, over our own description. */
async function linuxHelper(folder: TemporaryFolder): Promise<LinuxTargetHelper> {
  const config = await flavour("electron-builder.yml");
  const appInfo = { productName: config.productName, sanitizedProductName: config.productName, description: "" };
  return new LinuxTargetHelper({
    config,
    appInfo,
    executableName: config.linux?.executableName,
    fileAssociations: [config.fileAssociations ?? []].flat(),
    platformSpecificBuildOptions: config.linux,
    info: { metadata: {} },
    getTempFile: async (suffix: string) => folder.file(`types${suffix}`),
  } as never);
}

describe("package description", () => {
  it("is valid by electron-builder's own schema, in both flavours", async () => {
    for (const file of ["electron-builder.yml", "electron-builder.test.yml"]) {
      await expect(validateConfiguration(await flavour(file), new DebugLogger(false))).resolves.toBeUndefined();
    }
  });

  it("has the release fuses: nobody runs the binary as Node, injects options, inspects it or swaps the archive", async () => {
    const { electronFuses } = await flavour("electron-builder.yml");

    expect(electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it("has a test flavour that differs in the inspect fuse and the output folder only", async () => {
    const release = await flavour("electron-builder.yml");
    const test = await flavour("electron-builder.test.yml");

    expect(test.electronFuses).toEqual({ ...release.electronFuses, enableNodeCliInspectArguments: true });
    expect(test.directories?.output).not.toBe(release.directories?.output);
    expect(test.asarUnpack).toEqual(release.asarUnpack);
  });

  it("keeps native code outside the archive and rebuilds nothing", async () => {
    const { asarUnpack, npmRebuild, asar } = await flavour("electron-builder.yml");

    expect(asarUnpack).toEqual(["node_modules/better-sqlite3/prebuilds/**"]);
    expect({ asar, npmRebuild }).toEqual({ asar: true, npmRebuild: false });
  });

  it("names only icons and entitlements that exist", async () => {
    const { linux, win, mac } = await flavour("electron-builder.yml");

    for (const path of [linux?.icon, win?.icon, mac?.icon, mac?.entitlements, mac?.entitlementsInherit]) {
      expect(existsSync(new URL(`../${String(path)}`, import.meta.url)), String(path)).toBe(true);
    }
  });

  it("tells systems of the link scheme and of workspace files, as main reads both", async () => {
    const { protocols, fileAssociations, linux } = await flavour("electron-builder.yml");

    expect(protocols).toEqual([{ name: "Signalbox", schemes: [LINK_SCHEME] }]);
    const extensions = WORKSPACE_SUFFIXES.map((suffix) => suffix.slice(1));
    expect([fileAssociations].flat().map((each) => each?.ext)).toEqual(extensions.toReversed());
    // The desktop entry has to pass the file or the link on.
    expect(JSON.stringify(linux)).not.toContain("Exec");
  });

  it("gives Linux a type for both names of a workspace file, and a desktop entry that takes files and links", async () => {
    const folder = new TemporaryFolder();
    try {
      const linux = await linuxHelper(folder);
      const types = readFileSync((await linux.mimeTypeFiles) ?? "", "utf8");
      expect([...types.matchAll(/<glob pattern="([^"]*)"/g)].map(([, pattern]) => pattern)).toEqual([
        "*.signalbox",
        "*.signalbox.json",
      ]);
      expect(new Set([...types.matchAll(/type="([^"]*)"/g)].map(([, type]) => type)).size).toBe(1);

      const entry = await linux.computeDesktopEntry({});
      expect(entry).toMatch(/^Exec=.* %U$/m);
      expect(entry).toMatch(/^MimeType=.*application\/x-signalbox\+json;/m);
      expect(entry).toMatch(/^MimeType=.*x-scheme-handler\/signalbox;/m);
    } finally {
      folder.remove();
    }
  });

  it("has a name for workspace files that Windows, macOS and an AppImage match: one without a dot in it", async () => {
    const { fileAssociations } = await flavour("electron-builder.yml");
    expect([fileAssociations].flat().filter((each) => /^[\w-]+$/.test(String(each?.ext)))).toHaveLength(1);
  });

  it("asks no feed for updates", async () => {
    expect((await flavour("electron-builder.yml")).publish).toBeNull();
  });
});

describe("reading fuses back", () => {
  const released = Object.fromEntries(
    Object.entries(RELEASE_FUSES).map(([fuse, on]) => [fuse, on ? FuseState.ENABLE : FuseState.DISABLE]),
  );

  it("accepts a release as it must be and names each fuse that is not", () => {
    expect(wrongFuses(released, "release")).toEqual([]);
    expect(wrongFuses({ ...released, [FuseV1Options.RunAsNode]: FuseState.ENABLE }, "release")).toEqual(["RunAsNode"]);
    expect(wrongFuses({}, "release")).toHaveLength(Object.keys(RELEASE_FUSES).length);
  });

  it("wants the inspect fuse on in the test flavour", () => {
    expect(wrongFuses(released, "test")).toEqual(["EnableNodeCliInspectArguments"]);
  });
});

it("the scripts start Node as the benchmark starts the product", () => {
  const { scripts } = JSON.parse(readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8"));
  for (const name of ["start", "serve"]) expect(scripts[name]).toContain(`node ${PRODUCT_FLAGS.join(" ")} out/`);
});
