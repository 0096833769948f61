/** Owns `signalbox tag`. */
import type { Command } from "commander";
import type { TagPatch } from "../../contract/nouns.ts";
import { usage } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";
import { saveEdit, withPreview } from "./edit.ts";
import { findTag, listTags } from "./find.ts";
import { apiOf, withServerOptions } from "./server-options.ts";
import { tableOf } from "./table.ts";

const NAMED = "id or pattern of the tag";
const DESCRIPTION = "what lies under it, for people";

export function addTagCommands(program: Command, surroundings: Surroundings): void {
  const tag = program.command("tag").description("tags: topic patterns that permissions hang on");
  const { out } = surroundings;

  withServerOptions(tag.command("list").description("every tag")).action(
    async (options: { json?: boolean }, command: Command) => {
      const tags = await listTags(apiOf(command, surroundings));
      if (options.json) return out(JSON.stringify(tags));
      const rows = tags.map((row) => [row.id, row.pattern, row.description]);
      const empty = "No tag yet; make one with signalbox tag create <pattern>";
      for (const line of tableOf(["ID", "PATTERN", "DESCRIPTION"], rows, empty)) out(line);
    },
  );

  withPreview(
    withServerOptions(
      tag.command("create").description("a new tag").argument("<pattern>", "such as home/+/temp or alerts/#"),
    ),
  )
    .option("--description <text>", DESCRIPTION)
    .action(async (pattern: string, options: { description?: string }, command: Command) => {
      const draft = { pattern, ...(options.description === undefined ? {} : { description: options.description }) };
      await saveEdit(
        command,
        apiOf(command, surroundings),
        surroundings,
        { kind: "tag.create", tag: draft },
        (applied) => [`Created tag ${applied.created[0]?.id ?? ""} ${pattern}`],
      );
    });

  withPreview(withServerOptions(tag.command("update").description("change a tag").argument("<tag>", NAMED)))
    .option("--pattern <pattern>", "its new pattern")
    .option("--description <text>", DESCRIPTION)
    .action(async (named: string, { pattern, description }: TagPatch, command: Command) => {
      const patch: TagPatch = {
        ...(pattern === undefined ? {} : { pattern }),
        ...(description === undefined ? {} : { description }),
      };
      if (Object.keys(patch).length === 0) throw usage("Nothing to change; give --pattern or --description");
      const api = apiOf(command, surroundings);
      const { id } = await findTag(api, named);
      await saveEdit(command, api, surroundings, { kind: "tag.update", id, patch }, () => [`Updated tag ${id}`]);
    });

  withPreview(
    withServerOptions(tag.command("delete").description("delete a tag and its permissions").argument("<tag>", NAMED)),
  ).action(async (named: string, _options: unknown, command: Command) => {
    const api = apiOf(command, surroundings);
    const { id, pattern } = await findTag(api, named);
    await saveEdit(command, api, surroundings, { kind: "tag.delete", id }, () => [`Deleted tag ${pattern}`]);
  });
}
