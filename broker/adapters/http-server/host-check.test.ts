/** Checks which Host and Origin may speak to the console. */
import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { OwnNames, ownAddresses } from "./host-check.ts";

const refusedHost = (asked: { host: string | undefined; origin?: string | undefined }, configured: string) =>
  new OwnNames(configured).refusal({ origin: undefined, ...asked })?.reason;

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

  it.each([
    "console.localhost:8001",
    "localhost.:8001",
    "127.0.0.2",
    "127.255.255.254:8001",
    "[0:0:0:0:0:0:0:1]:8001",
    "[::ffff:127.0.0.1]",
    "127.1:8001",
    "localhost:",
  ])("E2 knows this machine as %s", (host) => {
    for (const configured of ["127.0.0.1", "[::1]", "0.0.0.0"])
      expect(refusedHost({ host }, configured)).toBeUndefined();
  });

  it("E2 knows the machine's own name once others can reach it, and not before", () => {
    const [short = ""] = hostname().toLowerCase().split(".", 1);
    for (const name of [hostname(), hostname().toUpperCase(), short, `${short}.local`, `${short}.local.`]) {
      expect(refusedHost({ host: `${name}:8001` }, "0.0.0.0")).toBeUndefined();
      expect(refusedHost({ host: name }, "192.0.2.7")).toBeUndefined();
      expect(refusedHost({ host: name }, "127.0.0.1")).toContain("--allowed-hosts");
    }
    expect(refusedHost({ host: "0.0.0.0:8001" }, "[::]")).toBeUndefined();
    expect(refusedHost({ host: "192.0.2.9" }, "192.0.2.7")).toContain("192.0.2.9");
  });

  it("E2 lets further names in, alone, below a name, or all", () => {
    const may = (allowed: string, host: string) =>
      new OwnNames("127.0.0.1", [allowed]).refusal({ host, origin: undefined });
    expect(may("Box.lan", "box.LAN.:8001")).toBeUndefined();
    expect(may("box.lan", "a.box.lan")).toMatchObject({ status: 403 });
    expect(may("box.lan", "box.lan.evil.example")).toMatchObject({ status: 403 });
    expect(may("*.box.lan", "a.b.box.lan")).toBeUndefined();
    expect(may("*.box.lan", "box.lan")).toMatchObject({ status: 403 });
    expect(may("*.box.lan", "evilbox.lan")).toMatchObject({ status: 403 });
    expect(may("[2001:db8::1]", "[2001:DB8:0::1]:9")).toBeUndefined();
    expect(may("*", "any.thing:1")).toBeUndefined();
    expect(may("*", "a b")).toMatchObject({ status: 400 });
  });

  it("E3 compares an origin's scheme where it is known, and its port always", () => {
    const names = new OwnNames("127.0.0.1", ["*"]);
    const ask = (origin: string, host: string, scheme?: "http" | "https") =>
      names.refusal({ host, origin, scheme })?.status;
    expect(ask("https://box.lan", "box.lan", "https")).toBeUndefined();
    expect(ask("HTTPS://Box.lan:443", "box.lan", "https")).toBeUndefined();
    expect(ask("http://box.lan", "box.lan", "https")).toBe(403);
    expect(ask("http://box.lan", "box.lan")).toBeUndefined();
    expect(ask("https://box.lan:8443", "box.lan", "https")).toBe(403);
    expect(ask("https://other.lan", "box.lan", "https")).toBe(403);
    expect(ask("null", "box.lan")).toBe(403);
  });
});
