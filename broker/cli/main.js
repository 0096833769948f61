#!/usr/bin/env node
/**
 * Owns the entry of the command line: has Node keep what it compiles, hands over the arguments and ends with the exit code. Alone here it
 * is JavaScript: before the cache is asked for, Node would load its stripper of types for this one file, in every start.
 */
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Beside the packages, where whoever may write could change the code itself: Node trusts what it finds in the folder, so the system's
 * temporary folder, its default, would let another user of the machine in. Node writes at the end of the process what is new, by the hash
 * of the source, and does without where it may not write. NODE_DISABLE_COMPILE_CACHE=1 turns it off. The bundle of this file lies in
 * out/server, as deep below the packages.
 */
const COMPILED = fileURLToPath(new URL("../../node_modules/.cache/compiled", import.meta.url));

enableCompileCache(process.env.NODE_COMPILE_CACHE ?? COMPILED);
// Static imports would be compiled before the line above runs.
const [{ runCommandLine }, { ofThisProcess }] = await Promise.all([
  import("./program.ts"),
  import("./surroundings.ts"),
]);
const exitCode = await runCommandLine(process.argv.slice(2), ofThisProcess());
if (exitCode !== 0) process.exitCode = exitCode;
