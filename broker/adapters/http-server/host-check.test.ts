/** Checks which Host and Origin may speak to the console. */
import { describe, expect, it } from "vitest";
import { ownAddresses, refusedHost } from "./host-check.ts";

describe("Host and Origin", () => {
  it.each(["localhost:8001", "127.0.0.1:8001", "[::1]:8001", "LOCALHOST", "127.0.0.1:9"])("E2 lets %s in", (host) => {
    expect(refusedHost({ host, origin: undefined }, "127.0.0.1")).toBeUndefined();
  });

  it.each([
    "evil.example",
    "evil.example:8001",
    "127.0.0.1.evil.example:8001",
    "localhost.evil.example",
    "user@localhost",
    "localhost:80:80",
    "127.0.0.1:8001/x",
    "10.1.2.3:8001",
    "",
    undefined,
  ])("E2 refuses the host %s and names it", (host) => {
    const reason = refusedHost({ host, origin: undefined }, "127.0.0.1");
    expect(reason).toMatch(/host/i);
  });

  it("E2 lets in the configured host, and the machine's own addresses when it listens on all", () => {
    expect(refusedHost({ host: "box.lan:8001", origin: undefined }, "box.lan")).toBeUndefined();
    expect(refusedHost({ host: "box.lan:8001", origin: undefined }, "0.0.0.0")).toContain("box.lan");
    for (const address of ownAddresses()) {
      const host = address.includes(":") ? `[${address}]:8001` : `${address}:8001`;
      expect(refusedHost({ host, origin: undefined }, "0.0.0.0")).toBeUndefined();
    }
  });

  it("E3 asks that an Origin is the Host itself, port included", () => {
    const from = (origin: string, host = "localhost:8001") => refusedHost({ host, origin }, "127.0.0.1");
    expect(from("http://localhost:8001")).toBeUndefined();
    expect(from("https://localhost:8001")).toBeUndefined();
    expect(from("http://localhost", "localhost:80")).toBeUndefined();
    expect(from("http://localhost:9000")).toContain("http://localhost:9000");
    expect(from("http://127.0.0.1:8001")).toBeDefined();
    expect(from("null")).toContain("null");
    expect(from("file://")).toBeDefined();
  });
});
