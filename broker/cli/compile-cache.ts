/** Owns keeping what Node compiled, so that the next start need not strip and compile the same source again. */
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Beside the packages, where whoever may write could change the code itself: Node trusts what it finds in the folder, so the system's
 * temporary folder, its default, would let another user of the machine in.
 */
const FOLDER = fileURLToPath(new URL("../../node_modules/.cache/compiled", import.meta.url));

/**
 * To be called before the modules are loaded that it shall serve. Node writes at the end of the process what is new, by the hash of the
 * source, and does without where it may not write. NODE_COMPILE_CACHE names another folder, NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
export function keepCompiled(): void {
  enableCompileCache(process.env.NODE_COMPILE_CACHE ?? FOLDER);
}
