/** Owns what a desktop's main process may ask of the page, and how it is read: as data, whoever sent it. */

export type HostRequest =
  /** A native menu's command, by its id in the table. */
  | { readonly kind: "command"; readonly id: string }
  /** A link: a screen, and what to filter there. */
  | { readonly kind: "show"; readonly screen: string; readonly filter: string | null }
  /** A workspace file that was opened with the app. */
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  /** Something that the host could not do, in one sentence. */
  | { readonly kind: "trouble"; readonly message: string };

const MESSAGE = "signalbox:command";

/** The request inside a window message; undefined for anything else. */
export function requestIn(data: unknown): HostRequest | undefined {
  const outer = recordOf(data);
  if (outer.type !== MESSAGE) return undefined;
  const { kind, id, screen, filter, name, text, message } = recordOf(outer.command);
  switch (kind) {
    case "command":
      return typeof id === "string" ? { kind, id } : undefined;
    case "show":
      return typeof screen === "string"
        ? { kind, screen, filter: typeof filter === "string" ? filter : null }
        : undefined;
    case "file":
      return typeof name === "string" && typeof text === "string" ? { kind, name, text } : undefined;
    case "trouble":
      return typeof message === "string" ? { kind, message } : undefined;
    default:
      return undefined;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
