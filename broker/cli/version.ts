/** Owns the version that this checkout is. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ROOT } from "./root.ts";

const Package = z.object({ version: z.string() });

export const VERSION: string = Package.parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"))).version;
