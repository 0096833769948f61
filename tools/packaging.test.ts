/** Owns the proof that the package is described as electron-builder understands it, and that the release flavour's fuses are off. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FuseV1Options } from "@electron/fuses";
import { FuseState } from "@electron/fuses/dist/constants.js";
import { getConfig, validateConfiguration } from "app-builder-lib/out/util/config/config.js";
import { DebugLogger } from "builder-util";
import { describe, expect, it } from "vitest";
import { LINK_SCHEME } from "../electron/deep-link.ts";
import { WORKSPACE_SUFFIX } from "../electron/workspace-file.ts";
import { RELEASE_FUSES, wrongFuses } from "./read-fuses.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const flavour = (file: string) => getConfig(root, file, null);

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
    expect(fileAssociations).toEqual([expect.objectContaining({ ext: WORKSPACE_SUFFIX.slice(1), role: "Editor" })]);
    // The desktop entry has to pass the file or the link on.
    expect(JSON.stringify(linux)).not.toContain("Exec");
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
