/** Owns the import check as a command: prints every broken rule with its file and import; exit code 1 when there is one. */
import { checkImports } from "./imports/check.ts";
import { productSources } from "./imports/sources.ts";

const sources = productSources(new URL("..", import.meta.url).pathname);
const violations = checkImports(sources);
for (const { file, line, imported, rule } of violations) console.error(`${file}:${line} imports ${imported}: ${rule}`);
console.log(`import check: ${sources.length} files, ${violations.length} broken rules`);
process.exitCode = violations.length > 0 ? 1 : 0;
