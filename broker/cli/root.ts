/** Owns where this checkout lies, for the sources and for the bundle that is made of them. */
import { findPackageJSON } from "node:module";
import { dirname } from "node:path";

const manifest = findPackageJSON(import.meta.url);
if (manifest === undefined) throw new Error("Signalbox's package.json is not above its files; take a whole checkout");

/** The folder with package.json. */
export const ROOT = dirname(manifest);
