/** Owns the bound on what the console loads before it shows anything: index.html's own scripts and styles, compressed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "./run.ts";

/** A console that takes longer than a second to appear on a slow link is the price of more. */
export const EAGER_BYTES_MAX = 400 * 1000;

export interface EagerFile {
  readonly file: string;
  /** Compressed. */
  readonly bytes: number;
}

/** What `index.html` in `folder` loads by itself: scripts, modules that they import, styles. Lazy screens and fonts are not among them. */
export function eagerFiles(folder: string): readonly EagerFile[] {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const files = [...page.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/g)].map(
    ([, file]) => file ?? "",
  );
  return files.map((file) => ({ file, bytes: gzipSync(readFileSync(join(folder, file))).length }));
}

/** One sentence: how large it is, and whether that is too large. */
export function judgeEager(files: readonly EagerFile[]): { readonly isOk: boolean; readonly words: string } {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const words = `the console loads ${Math.round(bytes / 1000)} KB compressed at its start, of ${EAGER_BYTES_MAX / 1000}`;
  // No file at all means that the page is not read as it was written, not that it is small.
  if (files.length === 0) return { isOk: false, words: "index.html names no script" };
  if (bytes <= EAGER_BYTES_MAX) return { isOk: true, words };
  const [largest] = [...files].sort((a, b) => b.bytes - a.bytes);
  return {
    isOk: false,
    words: `${words}: too much; the largest is ${largest?.file}. Load it with the screen that needs it`,
  };
}

if (import.meta.main) {
  const { isOk, words } = judgeEager(eagerFiles(join(ROOT, "out/renderer")));
  console.log(words);
  process.exitCode = isOk ? 0 : 1;
}
