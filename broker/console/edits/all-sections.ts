/** The list of sections: a new one is a file beside this one and a line here. */
import type { Settings } from "../../contract/nouns.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Rooms } from "../rooms.ts";
import { librarySection } from "./library-section.ts";
import { roomsSection } from "./rooms-section.ts";
import type { Section } from "./section.ts";
import { settingsSection } from "./settings-section.ts";
import { topicsSection } from "./topics-section.ts";

export interface SectionParts {
  readonly rooms: Rooms;
  readonly sandbox: Sandbox;
  /** Takes changed settings into the parts of the engine that keep their own copy. */
  applySettings(settings: Settings): void;
}

export function allSections({ rooms, sandbox, applySettings }: SectionParts): readonly Section[] {
  return [
    roomsSection(rooms),
    topicsSection(rooms.topics),
    librarySection({ ...rooms, sandbox }),
    settingsSection(applySettings),
  ];
}
