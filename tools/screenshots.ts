/** Owns `npm run screenshots`: the pictures of the documents, taken from the running product. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignalboxProcess } from "../broker/testing/signalbox-process.ts";
import { houseStory } from "./screenshots/house-story.ts";
import { largerHouse } from "./screenshots/larger-house.ts";
import type { Scheme } from "./screenshots/pictures.ts";
import { theatreStory } from "./screenshots/theatre-story.ts";

const data = mkdtempSync(join(tmpdir(), "signalbox-pictures-"));
try {
  for (const scheme of ["light", "dark"] as const) {
    const file = join(data, `${scheme}.signalbox.json`);
    writeFileSync(file, JSON.stringify(largerHouse(Date.now())));
    await tell(houseStory, scheme, "house", "--workspace", file);
    await tell(theatreStory, scheme, "stage");
  }
} finally {
  rmSync(data, { recursive: true, force: true });
}

/** One server, one story. */
async function tell(
  story: (server: SignalboxProcess, scheme: Scheme) => Promise<void>,
  scheme: Scheme,
  folder: string,
  ...options: readonly string[]
): Promise<void> {
  const folderPath = join(data, `${scheme}-${folder}`);
  const server = await SignalboxProcess.start(["--port", "0", "--data", folderPath, "--log-level", "warn", ...options]);
  try {
    await story(server, scheme);
  } finally {
    await server.stop();
  }
}
