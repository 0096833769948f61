/** Owns the process of a console window: opened before a job, asked for its figures after it. */
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Figures } from "../generator/job.ts";
import type { Ready } from "../servers/ready.ts";
import type { Pinning } from "./machine.ts";
import { spawnPinned } from "./server-process.ts";

const script = fileURLToPath(new URL("../page/main.ts", import.meta.url));

export interface PageProcess {
  /** Ends it and answers what it saw. */
  end(): Promise<Figures>;
  /** Ends it whatever it does; harmless when it is gone. */
  kill(): void;
}

/** Logs a Chromium in and opens Traffic. @throws Error with the page's own words when it does not come up */
export async function openPage(ready: Ready, pins: Pinning): Promise<PageProcess> {
  const child = spawnPinned(script, ["--url", await loginLink(ready)], pins.generatorCore, pins);
  if (!child.stdin || !child.stdout) throw new Error("The page has no pipes");
  const { stdin } = child;
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2000);
  });
  const died = new Promise<never>((_, reject) => {
    child.once("exit", (code) => reject(new Error(`The page ended with ${code}. ${complaints}`)));
  });
  died.catch(() => undefined);
  const lines = createInterface({ input: child.stdout });
  const answer = (line: string): Promise<string> => {
    const next = Promise.race([nextLine(lines), died]);
    if (line !== "") stdin.write(`${line}\n`);
    return next;
  };
  await answer("");
  await answer("begin");
  return {
    end: async () => JSON.parse(await answer("end")),
    kill: () => void child.kill("SIGKILL"),
  };
}

function nextLine(lines: Interface): Promise<string> {
  return new Promise((resolve) => lines.once("line", resolve));
}

async function loginLink({ admin, adminKey }: Ready): Promise<string> {
  const answer = await fetch(`${admin}/login-link`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminKey}` },
  });
  const { url }: { url: string } = await answer.json();
  return url;
}
