/** The settings as a section: they are planned, judged and undone as part of the policy; other parts of the engine keep copies of them. */
import type { Settings } from "../../contract/nouns.ts";
import type { Section } from "./section.ts";

export const settingsSection = (apply: (settings: Settings) => void): Section<"settings"> => ({
  name: "settings",
  isEdit: true,
  isEmpty: () => false,
  follow: apply,
});
