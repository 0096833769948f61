/** Owns the list of the commands to a running server. */
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { addAdminKeyCommands } from "./admin-key-commands.ts";
import { addConnectionCommands } from "./connection-commands.ts";
import { addPermissionCommands } from "./permission-commands.ts";
import { addTagCommands } from "./tag-commands.ts";
import { addTokenCommands } from "./token-commands.ts";
import { addWorkspaceCommands } from "./workspace-commands.ts";

export function addClientCommands(program: Command, surroundings: Surroundings): void {
  addTokenCommands(program, surroundings);
  addTagCommands(program, surroundings);
  addPermissionCommands(program, surroundings);
  addConnectionCommands(program, surroundings);
  addWorkspaceCommands(program, surroundings);
  addAdminKeyCommands(program, surroundings);
}
