/** Owns the reasons why an engine does not start, each one sentence that names the thing and what to do. */

export type StartErrorKind = "port-busy" | "data-folder" | "schema-newer" | "bad-config";

/** The engine did not start and left nothing open. */
export class StartError extends Error {
  readonly kind: StartErrorKind;
  constructor(kind: StartErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
    this.kind = kind;
  }
}
