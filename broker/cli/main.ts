#!/usr/bin/env node
/** Owns the entry of the command line: hands over the arguments and ends with the exit code. */
import { keepCompiled } from "./compile-cache.ts";

keepCompiled();
// Static imports would be compiled before the line above runs.
const [{ runCommandLine }, { ofThisProcess }] = await Promise.all([
  import("./program.ts"),
  import("./surroundings.ts"),
]);
const exitCode = await runCommandLine(process.argv.slice(2), ofThisProcess());
if (exitCode !== 0) process.exitCode = exitCode;
