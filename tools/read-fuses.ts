/** Owns reading the fuses of a packaged binary back: `node tools/read-fuses.ts <binary> [test]` fails when one is not as it must be. */
import { existsSync } from "node:fs";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { FuseState } from "@electron/fuses/dist/constants.js";

/** What the release flavour must say; Playwright cannot drive it, which is why the test flavour exists. */
export const RELEASE_FUSES: Readonly<Partial<Record<FuseV1Options, boolean>>> = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/** Names of the fuses in `wire` that are not as the flavour wants them. */
export function wrongFuses(wire: Readonly<Record<string, unknown>>, flavour: "release" | "test"): string[] {
  return Object.entries(RELEASE_FUSES).flatMap(([fuse, released]) => {
    const isInspect = Number(fuse) === FuseV1Options.EnableNodeCliInspectArguments;
    const wanted = flavour === "test" && isInspect ? true : released;
    const state = wire[fuse];
    return state === (wanted ? FuseState.ENABLE : FuseState.DISABLE) ? [] : [FuseV1Options[Number(fuse)] ?? fuse];
  });
}

async function main(binary: string | undefined, flavour: string | undefined): Promise<number> {
  if (binary === undefined || !existsSync(binary)) {
    console.log(
      `not read: no packaged binary ${binary === undefined ? "named" : `at ${binary}`}; make one with npm run dist`,
    );
    return 0;
  }
  const wire: object = await getCurrentFuseWire(binary);
  const wrong = wrongFuses({ ...wire }, flavour === "test" ? "test" : "release");
  console.log(
    wrong.length === 0 ? `fuses of ${binary} are as they must be` : `wrong fuses in ${binary}: ${wrong.join(", ")}`,
  );
  return wrong.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv[2], process.argv[3]);
