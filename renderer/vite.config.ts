/** Owns how the console is bundled for a browser and for the desktop's own scheme: one build serves both. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Ours and the packages' elements are made by one function, so that none draws a name as it came (decision 18). */
function ownJsxRuntime(): Plugin {
  const runtime = fileURLToPath(new URL("./src/ui/jsx-runtime.ts", import.meta.url));
  return {
    name: "own-jsx-runtime",
    enforce: "pre",
    resolveId: (source, importer) => (source === "react/jsx-runtime" && importer !== runtime ? runtime : null),
  };
}

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // Relative, so that the same files work under app:// and at the root of the broker's HTTP server.
  base: "./",
  plugins: [ownJsxRuntime(), react()],
  build: {
    outDir: fileURLToPath(new URL("../out/renderer", import.meta.url)),
    emptyOutDir: true,
    target: "es2023",
    // Inlined assets would need `data:` in the CSP's font-src.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
