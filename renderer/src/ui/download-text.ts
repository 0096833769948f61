/** Handing a text, or bytes, to the person as a file. */

/** `content` in one piece or in many. */
export function downloadText(name: string, content: string | readonly string[], type = "application/json"): void {
  download(name, new Blob(typeof content === "string" ? [content] : [...content], { type }));
}

export function downloadBytes(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  download(name, new Blob([bytes], { type: "application/octet-stream" }));
}

function download(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
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
