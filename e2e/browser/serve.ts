/** Owns a headless Signalbox for a browser test: started as a person would, its ready line read, and ended gracefully. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";
import { BUNDLE } from "../../tools/compile-ahead.ts";

const Ready = z.object({
  event: z.literal("ready"),
  url: z.url(),
  broker: z.string(),
  admin: z.url(),
  adminKey: z.string(),
});
type Ready = z.infer<typeof Ready>;

export interface Served extends Ready {
  /** A fresh one-time link. */
  loginLink(): Promise<string>;
  /** Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** The process dies without a word. */
  kill(): Promise<void>;
}

/** `signalbox serve` on a free port over `data`. @throws Error with what it wrote when it does not come up */
export async function serve(data: string, ...options: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [BUNDLE, "serve", "--port", "0", "--data", data, "--ready-json", ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const firstLine = new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
  const line = await Promise.race([
    firstLine,
    exited.then((code) => Promise.reject(new Error(`exit ${code}: ${errors}`))),
  ]);
  const ready = Ready.parse(JSON.parse(line));
  return {
    ...ready,
    async loginLink() {
      const headers = { authorization: `Bearer ${ready.adminKey}` };
      const answer = await fetch(`${ready.admin}/login-link`, { method: "POST", headers });
      return z.object({ url: z.url() }).parse(await answer.json()).url;
    },
    async stop() {
      child.kill("SIGTERM");
      return exited;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
