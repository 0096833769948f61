/** Owns `signalbox token`. */
import type { Command } from "commander";
import { z } from "zod";
import { Token } from "../../contract/nouns.ts";
import { usage } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";
import { saveEdit, withPreview } from "./edit.ts";
import { findToken, listTokens } from "./find.ts";
import { apiOf, withServerOptions } from "./server-options.ts";
import { tableOf } from "./table.ts";
import { tokenFieldsOf, withTokenFields } from "./token-fields.ts";

const NAMED = "id or name of the token";

export function addTokenCommands(program: Command, surroundings: Surroundings): void {
  const token = program.command("token").description("tokens: who may connect");
  const { out } = surroundings;

  withServerOptions(token.command("list").description("every token with its state and connections")).action(
    async (options: { json?: boolean }, command: Command) => {
      const tokens = await listTokens(apiOf(command, surroundings));
      if (options.json) return out(JSON.stringify(tokens));
      const rows = tokens.map((row) => [
        row.id,
        row.name,
        row.state,
        usageOf(row),
        row.expiresAt,
        row.lastSeenAt,
        row.secretHint,
      ]);
      const head = ["ID", "NAME", "STATE", "CONNECTIONS", "EXPIRES", "LAST SEEN", "SECRET"];
      for (const line of tableOf(head, rows, "No token yet; make one with signalbox token create --name <name>"))
        out(line);
    },
  );

  withServerOptions(token.command("show").description("one token").argument("<token>", NAMED)).action(
    async (named: string, options: { json?: boolean }, command: Command) => {
      const api = apiOf(command, surroundings);
      const { id } = await findToken(api, named);
      const found = await api.call(Token, "GET", `/tokens/${encodeURIComponent(id)}`);
      if (options.json) return out(JSON.stringify(found));
      const rows = Object.entries(found).map(([field, value]) => [
        field,
        typeof value === "object" && value !== null ? `${value.userType}:${value.userId}` : String(value ?? "-"),
      ]);
      for (const line of tableOf(["FIELD", "VALUE"], rows, "")) out(line);
    },
  );

  withPreview(
    withTokenFields(withServerOptions(token.command("create").description("a new token; prints its secret"))),
  ).action(async (_options: unknown, command: Command) => {
    const api = apiOf(command, surroundings);
    const edit = { kind: "token.create", token: tokenFieldsOf(command) } as const;
    await saveEdit(command, api, surroundings, edit, ({ created: [made] }) => [
      `Created token ${made?.id ?? ""}`,
      `Secret: ${made?.secret ?? ""}`,
    ]);
  });

  withPreview(
    withTokenFields(
      withServerOptions(token.command("update").description("change a token").argument("<token>", NAMED)),
    ),
  ).action(async (named: string, _options: unknown, command: Command) => {
    const patch = tokenFieldsOf(command);
    if (Object.keys(patch).length === 0) throw usage("Nothing to change; see signalbox token update --help");
    const api = apiOf(command, surroundings);
    const { id } = await findToken(api, named);
    await saveEdit(command, api, surroundings, { kind: "token.update", id, patch }, () => [`Updated token ${id}`]);
  });

  withPreview(
    withServerOptions(
      token.command("delete").description("delete a token and its permissions").argument("<token>", NAMED),
    ),
  ).action(async (named: string, _options: unknown, command: Command) => {
    const api = apiOf(command, surroundings);
    const { id } = await findToken(api, named);
    await saveEdit(command, api, surroundings, { kind: "token.delete", id }, () => [`Deleted token ${id}`]);
  });

  withPreview(
    withServerOptions(token.command("rotate").description("a new secret; prints it").argument("<token>", NAMED)),
  ).action(async (named: string, _options: unknown, command: Command) => {
    const api = apiOf(command, surroundings);
    const { id } = await findToken(api, named);
    await saveEdit(command, api, surroundings, { kind: "token.rotate", id }, ({ created: [made] }) => [
      `Rotated token ${id}`,
      ...(made?.secret === undefined ? [] : [`Secret: ${made.secret}`]),
    ]);
  });

  withServerOptions(
    token.command("unbar").description("let a token in again that a kick keeps out").argument("<token>", NAMED),
  ).action(async (named: string, options: { json?: boolean }, command: Command) => {
    const api = apiOf(command, surroundings);
    const { id, barredUntil } = await findToken(api, named);
    const answer = await api.call(Token, "DELETE", `/tokens/${encodeURIComponent(id)}/bar`);
    if (options.json) return out(JSON.stringify(answer));
    out(barredUntil === null ? `Token ${id} was not barred` : `Token ${id} may come again`);
  });

  withServerOptions(
    token.command("secret").description("print the secret of a token").argument("<token>", NAMED),
  ).action(async (named: string, options: { json?: boolean }, command: Command) => {
    const api = apiOf(command, surroundings);
    const { id } = await findToken(api, named);
    const Answer = z.object({ id: z.string(), secret: z.string() });
    const answer = await api.call(Answer, "GET", `/tokens/${encodeURIComponent(id)}/secret`);
    out(options.json ? JSON.stringify(answer) : answer.secret);
  });
}

const usageOf = (token: Token): string =>
  token.maxConnections === 0 ? `${token.connections}` : `${token.connections} of ${token.maxConnections}`;
