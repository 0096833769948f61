/** Owns building the console of a source checkout when it is missing or older than its sources. */
import { consoleIsStale } from "./console-age.ts";
import { ROOT, run } from "./run.ts";

// Before `npm start` and `npm run serve`; vite's own words go to stderr, since stdout may carry the ready line.
if (consoleIsStale(ROOT)) {
  console.error("Building the console, once");
  process.exitCode = await run("vite", ["build", "--config", "renderer/vite.config.ts", "--logLevel", "warn"], {
    stdout: "stderr",
  });
}
