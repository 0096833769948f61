/** Owns how the desktop app is bundled: main as an ES module, preload as CommonJS, the renderer as its own config says. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "electron-vite";
import renderer from "./renderer/vite.config.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(at("package.json"), "utf8")) as { version: string };

export default defineConfig({
  main: {
    build: {
      outDir: at("out/main"),
      // Bundled whole, since finding and reading hundreds of files is half of a start.
      externalizeDeps: false,
      rolldownOptions: {
        // It finds its .node file beside itself, in the unpacked part.
        external: ["better-sqlite3"],
        // The history's thread is started by its file's name, beside the main bundle.
        input: { main: at("electron/main.ts"), "history-worker": at("broker/adapters/sqlite-history/worker.ts") },
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  },
  preload: {
    define: { SIGNALBOX_VERSION: JSON.stringify(version) },
    build: {
      outDir: at("out/preload"),
      // A sandboxed preload can require `electron` and nothing else, and must be CommonJS in a package of type "module".
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at("electron/preload.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
      },
    },
  },
  renderer: {
    ...renderer,
    // electron-vite would leave it unminified, and it is the same folder that browsers are served from.
    build: { ...renderer.build, minify: true, rolldownOptions: { input: at("renderer/index.html") } },
  },
});
