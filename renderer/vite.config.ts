/** Owns how the console is bundled for a browser and for the desktop's own scheme: one build serves both. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // Relative, so that the same files work under app:// and at the root of the broker's HTTP server.
  base: "./",
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL("../out/renderer", import.meta.url)),
    emptyOutDir: true,
    target: "es2023",
    // Inlined assets would need `data:` in the CSP's font-src.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
