/** Owns how the server is bundled: a start loads a few files then, not the seven hundred of ours and of the packages'. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("broker"),
  publicDir: false,
  build: {
    ssr: true,
    outDir: at("out/server"),
    emptyOutDir: true,
    target: "node24",
    // Names stay as they are in the sources, so that a stack trace can be read.
    minify: false,
    rolldownOptions: {
      // The history's thread is started by its file's name, beside the bundle.
      input: { main: at("broker/cli/main.js"), "history-worker": at("broker/adapters/sqlite-history/worker.ts") },
      output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
  // better-sqlite3 finds its .node file beside itself.
  ssr: { noExternal: true, external: ["better-sqlite3"] },
});
