/** Owns `signalbox admin-key`. */
import type { Command } from "commander";
import { z } from "zod";
import type { Surroundings } from "../surroundings.ts";
import { apiOf, withServerOptions } from "./server-options.ts";

const Replaced = z.object({ adminKey: z.string() });

export function addAdminKeyCommands(program: Command, surroundings: Surroundings): void {
  const { out, err } = surroundings;
  const adminKey = program.command("admin-key").description("the key of the admin API and of consoles in browsers");

  withServerOptions(
    adminKey.command("replace").description("make a new key and print it; the old one and every login end at once"),
  ).action(async (options: { json?: boolean }, command: Command) => {
    const replaced = await apiOf(command, surroundings).call(Replaced, "POST", "/admin-key");
    if (options.json) return out(JSON.stringify(replaced));
    out(replaced.adminKey);
    err("The old key and every login in a browser have ended; this key is not shown again");
  });
}
