/** Names and texts as they are drawn: characters that would turn the text around them, or hide in it, are written out; pure. */

/** Embeddings, overrides and isolates of direction, separators of lines, controls, and what takes no room. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
export const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u2069\ufeff]/g;
/** Tells of most texts that there is nothing to write out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const HAS_HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u2069\ufeff]/;
/** The same, and what would begin another line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const HIDDEN_IN_NAME = /[\u0000-\u001f\u007f-\u009f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Of a text over several lines, such as a payload. */
export function visibleText(text: string): string {
  return HAS_HIDDEN.test(text) ? text.replaceAll(HIDDEN, written) : text;
}

/** Of a name: one line, and a name of nothing but blanks shows them. */
export function visibleName(name: string): string {
  const shown = name.replaceAll(HIDDEN_IN_NAME, written);
  return shown !== "" && shown.trim() === "" ? "␣".repeat(shown.length) : shown;
}

/** Longer than any topic; a longer one would fill the screen, or be read aloud for minutes. */
const TOLD_LENGTH = 1200;

/** Of a title, a notice, or a name that is read aloud: cut where it goes on too long. */
export function toldText(text: string): string {
  const told = visibleText(text);
  return told.length > TOLD_LENGTH ? `${told.slice(0, TOLD_LENGTH)}…` : told;
}

/** As JSON escapes it: `\u202e`. */
function written(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
