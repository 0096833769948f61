/** Owns the text that is put before a page's own scripts: the page's half of the stand-in, with the built preload in it. */
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

export interface PageScriptOptions {
  readonly binding: string;
  readonly deliver: string;
  readonly origin: string;
  readonly platform: string;
  /** Undefined when the window refused it. */
  readonly preload: string | undefined;
}

function plain(file: string): string {
  const source = readFileSync(new URL(file, import.meta.url), "utf8");
  return stripTypeScriptTypes(source)
    .replace(/^import .*$/gm, "")
    .replace(/^export /gm, "");
}

export function pageScript({ preload, ...setup }: PageScriptOptions): string {
  const run = preload === undefined ? "undefined" : `function (exports, require, module, process) {${preload}\n}`;
  return `(() => {
    ${plain("./codec.ts")}
    ${plain("./page-side.ts")}
    setUpPage({ ...${JSON.stringify(setup)}, preload: ${run} });
  })();`;
}
