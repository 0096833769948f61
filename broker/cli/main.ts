#!/usr/bin/env node
/** Owns the entry of the command line: hands over the arguments and ends with the exit code. */
import { runCommandLine } from "./program.ts";
import { ofThisProcess } from "./surroundings.ts";

const exitCode = await runCommandLine(process.argv.slice(2), ofThisProcess());
if (exitCode !== 0) process.exitCode = exitCode;
