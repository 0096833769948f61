/** Owns putting the stand-in where `electron` is asked for: `node --import …/register.ts out/main/main.js`. */
import { registerHooks } from "node:module";

const standIn = new URL("./electron.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "electron" || specifier === "electron/main"
      ? { url: standIn, shortCircuit: true }
      : next(specifier, context),
});
