/** The library as a section: its documents come with a workspace file or by themselves, which is no edit (J3), and no undo takes them back. */

import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { ConsoleCore } from "../console-core.ts";
import { judgeSimulated } from "../sandbox/sandbox-plan.ts";
import { fileDocuments, libraryChangeOf } from "../workspace/library-file.ts";
import type { Section } from "./section.ts";

type LibraryParts = Pick<ConsoleCore, "library" | "store" | "policy" | "clock" | "chance"> & {
  readonly sandbox: Sandbox;
};

export const librarySection = (parts: LibraryParts): Section<"library"> => ({
  name: "library",
  isEdit: false,
  isEmpty: ({ put, deleted }) => put.length + deleted.length === 0,
  judge: (verdict, change) => judgeSimulated(verdict, parts.sandbox, change),
  write: (change) => parts.store.writeDocuments(change),
  // Its simulated clients are closed by the edit first (B12).
  follow: (change) => parts.library.take(change),
  exported: () => ({ library: fileDocuments(parts.library.current, parts.policy.current.tokens) }),
  imported(file, tokens) {
    const change = libraryChangeOf(file, tokens, parts);
    return change && { edit: { name: "library", change, summary: [] }, isWhole: true };
  },
});
