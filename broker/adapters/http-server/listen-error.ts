/** Owns why the server cannot listen, as one sentence that names the thing and what to do. */

export class ListenError extends Error {
  readonly kind: "port-busy" | "bad-config";
  constructor(kind: "port-busy" | "bad-config", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ListenError";
    this.kind = kind;
  }
}

export function listenError(error: unknown, host: string, port: number): ListenError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const options = { cause: error };
  if (code === "EADDRINUSE") {
    const message = `Port ${port} on ${host} is taken by another program; stop it or choose another port with --port`;
    return new ListenError("port-busy", message, options);
  }
  if (code === "EACCES") {
    const message = `Port ${port} may not be taken by this user; choose one above 1023 with --port`;
    return new ListenError("bad-config", message, options);
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new ListenError("bad-config", `This machine has no address ${host}; choose another with --host`, options);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new ListenError("bad-config", `Cannot listen on ${host}:${port}: ${reason}`, options);
}
