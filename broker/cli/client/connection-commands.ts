/** Owns `signalbox connections` and `signalbox kick`. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { ConnectionView } from "../../contract/nouns.ts";
import { refused } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";
import { findToken } from "./find.ts";
import { apiOf, withServerOptions } from "./server-options.ts";
import { milliseconds, tableOf } from "./table.ts";

const Kicked = z.object({
  closed: z.array(
    z.object({ connectionId: z.string(), tokenId: z.string(), code: z.int(), reason: z.string(), closeMs: z.number() }),
  ),
  missing: z.array(z.string()),
  barredUntil: z.string().nullable(),
});

interface Asked {
  token?: string;
  dialect?: string;
  address?: string;
  topic?: string;
  search?: string;
  json?: boolean;
}

export function addConnectionCommands(program: Command, surroundings: Surroundings): void {
  const { out } = surroundings;

  withServerOptions(program.command("connections").description("who is connected now"))
    .addOption(new Option("--token <token>", "only of this token: id or name"))
    .addOption(new Option("--dialect <dialect>", "only of this protocol"))
    .addOption(new Option("--address <address>", "only from this address"))
    .addOption(new Option("--topic <topic>", "only with a filter that matches this topic"))
    .addOption(new Option("--search <text>", "only with this text in token, subject, address, user agent or a filter"))
    .action(async ({ token, json, dialect, address, topic, search }: Asked, command: Command) => {
      const api = apiOf(command, surroundings);
      const tokenId = token === undefined ? undefined : (await findToken(api, token)).id;
      const found = await api.all(ConnectionView, "/connections", { tokenId, dialect, address, topic, search });
      if (json) return out(JSON.stringify(found));
      const rows = found.map((row) => [
        row.id,
        row.tokenName ?? row.tokenId,
        row.dialect,
        row.address,
        row.filters.join(","),
        row.messagesIn,
        row.messagesOut,
        row.queueFrames,
        milliseconds(row.latencyMs),
        row.connectedAt,
      ]);
      const head = ["ID", "TOKEN", "DIALECT", "ADDRESS", "FILTERS", "IN", "OUT", "QUEUE", "LATENCY", "SINCE"];
      for (const line of tableOf(head, rows, "Nobody is connected")) out(line);
    });

  withServerOptions(
    program
      .command("kick")
      .description("close connections")
      .argument("<connection...>", "ids, from signalbox connections"),
  )
    .addOption(new Option("--code <code>", "close code, 4000 to 4999").argParser(whole).default(4010))
    .addOption(new Option("--reason <text>", "what the client is told"))
    .addOption(new Option("--bar <seconds>", "keep their tokens out for so long").argParser(whole))
    .action(
      async (
        ids: string[],
        { code, reason, bar, json }: { code: number; reason?: string; bar?: number; json?: boolean },
        command: Command,
      ) => {
        const body = {
          ids,
          code,
          ...(reason === undefined ? {} : { reason }),
          ...(bar === undefined ? {} : { barForSeconds: bar }),
        };
        const kicked = await apiOf(command, surroundings).call(Kicked, "POST", "/connections/kick", body);
        if (kicked.closed.length === 0) throw refused(`No connection ${ids.join(", ")}; see signalbox connections`);
        if (json) return out(JSON.stringify(kicked));
        const rows = kicked.closed.map((row) => [
          row.connectionId,
          row.tokenId,
          row.code,
          row.reason,
          milliseconds(row.closeMs),
        ]);
        for (const line of tableOf(["CONNECTION", "TOKEN", "CODE", "REASON", "CLOSED"], rows, "")) out(line);
        if (kicked.missing.length > 0) out(`No longer there: ${kicked.missing.join(", ")}`);
        if (kicked.barredUntil !== null) out(`Barred until ${kicked.barredUntil}`);
      },
    );
}

function whole(given: string): number {
  if (!/^\d+$/.test(given)) throw new InvalidArgumentError("Give a whole number.");
  return Number(given);
}
