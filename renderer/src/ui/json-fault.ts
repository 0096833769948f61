/** Owns saying in a sentence what is wrong with a JSON text; pure. */

/** Undefined: it is JSON. */
export function jsonFault(text: string): string | undefined {
  if (text.trim() === "") return 'A message is any JSON value; null, 0 and "" are messages too.';
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    const place = /position (\d+)/.exec(said);
    const line = place ? text.slice(0, Number(place[1])).split("\n").length : undefined;
    return `Not JSON${line === undefined ? "" : ` in line ${line}`}: ${said.replace(/ in JSON at position.*$/, "").replace(/ \(line.*$/, "")}`;
  }
}
