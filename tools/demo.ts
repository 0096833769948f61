/** Owns `npm run demo`: a server with the small house in it, and a handful of real clients to watch and to revoke. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { SignalboxProcess } from "../broker/testing/signalbox-process.ts";
import { House } from "./demo/house.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "8001" } } });
const HOUSE = fileURLToPath(new URL("../resources/sample-workspace.signalbox.json", import.meta.url));
const Tokens = z.object({ items: z.array(z.object({ id: z.string(), name: z.string().nullable() })) });

const data = mkdtempSync(join(tmpdir(), "signalbox-demo-"));
try {
  const server = await SignalboxProcess.start([
    // The house as a workspace of its own: the sample would send by itself, beside the clients below.
    "--workspace",
    HOUSE,
    "--port",
    values.port,
    "--data",
    data,
    "--log-level",
    "warn",
  ]);
  const house = new House({
    broker: server.ready.broker,
    secretOf: await secretsOf(server),
    say: (line) => console.log(line),
    chance: Math.random,
  });
  // Ctrl+C reaches the server as well, and an impatient person sends it twice: `on`, so that neither skips the clean end.
  process.on("SIGINT", () => stop(server, house));
  process.on("SIGTERM", () => stop(server, house));

  house.start();
  const link = z.object({ url: z.string() }).parse((await server.call("POST", "/login-link")).body);
  console.log(`Console  ${link.url}  (this link works once)`);
  console.log(`Broker   ${server.ready.broker}  with ${house.size} clients of the small house`);
  console.log(`Commands SIGNALBOX_URL=${server.ready.url} SIGNALBOX_DATA=${data} npx signalbox connections`);
  console.log("Take a permission away under Access and watch who is closed; Ctrl+C stops everything");

  const { code, stderr } = await server.ended;
  house.stop();
  if (stderr !== "") console.error(stderr.trimEnd());
  process.exitCode = code ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(data, { recursive: true, force: true });
}

/** The house leaves first, so that its clients are not reported as closed by the stop. */
function stop(server: SignalboxProcess, house: House): void {
  house.stop();
  void server.stop();
}

async function secretsOf(server: SignalboxProcess): Promise<(name: string) => string> {
  const { items } = Tokens.parse((await server.call("GET", "/tokens")).body);
  const secrets = new Map<string, string>();
  for (const { id, name } of items) {
    const { secret } = z.object({ secret: z.string() }).parse((await server.call("GET", `/tokens/${id}/secret`)).body);
    if (name !== null) secrets.set(name, secret);
  }
  return (name) => {
    const secret = secrets.get(name);
    if (secret === undefined) throw new Error(`The sample workspace has no token called ${name}`);
    return secret;
  };
}
