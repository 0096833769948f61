import { describe, expect, it } from "vitest";
import { mayPageConnect } from "./page-origin.ts";

describe("a web page without a token", () => {
  it.each([
    [undefined, "192.0.2.1:8001", "", true],
    ["http://localhost:3000", "localhost:8001", "", true],
    ["http://127.0.0.1:5500", "localhost:8001", "", true],
    ["http://[::1]:80", "[::1]:8001", "", true],
    ["https://app.localhost", "127.0.0.1:8001", "", true],
    ["http://192.0.2.1:3000", "192.0.2.1:8001", "", true],
    ["http://192.0.2.1:3000", "192.0.2.2:8001", "", false],
    ["https://evil.example", "localhost:8001", "", false],
    ["https://localhost.evil.example", "localhost:8001", "", false],
    ["http://rebound.example:8001", "rebound.example:8001", "", false],
    ["null", "localhost:8001", "", false],
    ["null", "localhost:8001", "null", true],
    ["https://lab.example", "localhost:8001", "https://other.example, https://lab.example", true],
    ["https://lab.example:8443", "localhost:8001", "https://lab.example", false],
    ["https://evil.example", "localhost:8001", "*", true],
  ])("X8 of the origin %s at %s, with `%3$s` allowed besides: %s", (origin, host, allowed, may) => {
    expect(mayPageConnect({ host, ...(origin === undefined ? {} : { origin }) }, allowed)).toBe(may);
  });
});
