/** Owns the import check as a command: prints every broken rule with its file and import, or word; exit code 1 when there is one. */
import { checkImports } from "./imports/check.ts";
import { checkOneTurn } from "./imports/one-turn.ts";
import { productSources } from "./imports/sources.ts";
import { checkWords } from "./imports/words.ts";

const sources = productSources(new URL("..", import.meta.url).pathname);
const imports = checkImports(sources);
const words = [...checkWords(sources), ...checkOneTurn(sources)];
for (const { file, line, imported, rule } of imports) console.error(`${file}:${line} imports ${imported}: ${rule}`);
for (const { file, line, imported, rule } of words) console.error(`${file}:${line} says ${imported}: ${rule}`);
const violations = [...imports, ...words];
console.log(`import check: ${sources.length} files, ${violations.length} broken rules`);
process.exitCode = violations.length > 0 ? 1 : 0;
