/** Owns `signalbox permission`. */
import { type Command, Option } from "commander";
import { Access } from "../../contract/nouns.ts";
import { usage } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";
import { saveEdit, withPreview } from "./edit.ts";
import { findPermission, findTag, findToken, listPermissions, listTags, listTokens } from "./find.ts";
import { apiOf, withServerOptions } from "./server-options.ts";
import { tableOf } from "./table.ts";

const TOKEN = "id or name of the token";
const TAG = "id or pattern of the tag";

export function addPermissionCommands(program: Command, surroundings: Surroundings): void {
  const permission = program.command("permission").description("permissions: which token may do what on which tag");
  const { out } = surroundings;

  withServerOptions(permission.command("list").description("every permission"))
    .addOption(new Option("--token <token>", `only of this one: ${TOKEN}`))
    .addOption(new Option("--tag <tag>", `only on this one: ${TAG}`))
    .action(async (options: { token?: string; tag?: string; json?: boolean }, command: Command) => {
      const api = apiOf(command, surroundings);
      const tokenId = options.token === undefined ? undefined : (await findToken(api, options.token)).id;
      const tagId = options.tag === undefined ? undefined : (await findTag(api, options.tag)).id;
      const [all, tokens, tags] = await Promise.all([listPermissions(api), listTokens(api), listTags(api)]);
      const found = all.filter(
        (row) => (tokenId === undefined || row.tokenId === tokenId) && (tagId === undefined || row.tagId === tagId),
      );
      if (options.json) return out(JSON.stringify(found));
      const names = new Map(tokens.map((token) => [token.id, token.name ?? token.id]));
      const patterns = new Map(tags.map((tag) => [tag.id, tag.pattern]));
      const rows = found.map((row) => [
        row.id,
        names.get(row.tokenId) ?? null,
        patterns.get(row.tagId) ?? null,
        row.access,
      ]);
      for (const line of tableOf(["ID", "TOKEN", "TAG", "ACCESS"], rows, "No permission; what is not listed is denied"))
        out(line);
    });

  withPreview(
    withServerOptions(
      permission
        .command("set")
        .description("give a permission, or change its access")
        .argument("<token>", TOKEN)
        .argument("<tag>", TAG)
        .argument("<access>", Access.options.join(" or ")),
    ),
  ).action(async (token: string, tag: string, given: string, _options: unknown, command: Command) => {
    const access = Access.safeParse(given);
    if (!access.success) throw usage(`"${given}" is no access; give ${Access.options.join(" or ")}`);
    const api = apiOf(command, surroundings);
    const [theToken, theTag] = await Promise.all([findToken(api, token), findTag(api, tag)]);
    const edit = { kind: "permission.set", tokenId: theToken.id, tagId: theTag.id, access: access.data } as const;
    await saveEdit(command, api, surroundings, edit, () => [
      `${theToken.name ?? token} has ${given} on ${theTag.pattern}`,
    ]);
  });

  withPreview(
    withServerOptions(
      permission
        .command("delete")
        .description("take a permission away")
        .argument("<token>", `${TOKEN}; or the permission's id alone`)
        .argument("[tag]", TAG),
    ),
  ).action(async (token: string, tag: string | undefined, _options: unknown, command: Command) => {
    const api = apiOf(command, surroundings);
    const id = tag === undefined ? token : (await findPermission(api, token, tag)).id;
    await saveEdit(command, api, surroundings, { kind: "permission.delete", id }, () => [`Deleted permission ${id}`]);
  });
}
