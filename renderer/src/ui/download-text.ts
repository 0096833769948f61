/** Owns handing a text to the person as a file. */

/** `content` in one piece or in many. */
export function downloadText(name: string, content: string | readonly string[], type = "application/json"): void {
  const url = URL.createObjectURL(new Blob(typeof content === "string" ? [content] : [...content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** `Small house` is saved as `small-house.signalbox.json`. */
export function workspaceFileName(workspace: string): string {
  const name = workspace
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `${name === "" ? "workspace" : name}.signalbox.json`;
}
