/** The list of sections: a new one is a file beside this one and a line here. */
import type { Settings } from "../../contract/nouns.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { ConsoleCore } from "../console-core.ts";
import { librarySection } from "./library-section.ts";
import { roomsSection } from "./rooms-section.ts";
import type { Section } from "./section.ts";
import { settingsSection } from "./settings-section.ts";
import { topicsSection } from "./topics-section.ts";

export interface SectionParts {
  readonly core: ConsoleCore;
  readonly sandbox: Sandbox;
  /** Takes changed settings into the parts of the engine that keep their own copy. */
  applySettings(settings: Settings): void;
}

export function allSections({ core, sandbox, applySettings }: SectionParts): readonly Section[] {
  return [
    roomsSection(core),
    topicsSection(core.topics),
    librarySection({ ...core, sandbox }),
    settingsSection(applySettings),
  ];
}
