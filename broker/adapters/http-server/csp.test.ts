/** Checks the console's content security policy. */
import { expect, it } from "vitest";
import { CONTENT_SECURITY_POLICY } from "./csp.ts";

it("E1 the policy is one line that starts from nothing and allows what the console needs", () => {
  expect(CONTENT_SECURITY_POLICY).toMatch(/^[\x20-\x7e]+$/);
  const directives = new Map(
    CONTENT_SECURITY_POLICY.split("; ").map((each) => {
      const [name = "", ...sources] = each.split(" ");
      return [name, sources];
    }),
  );
  expect([...directives.keys()][0]).toBe("default-src");
  expect(directives.get("default-src")).toEqual(["'none'"]);
  expect(directives.get("script-src")).toEqual(["'self'"]);
  expect(directives.get("style-src")).toEqual(["'self'", "'unsafe-inline'"]);
  expect(directives.get("font-src")).toEqual(["'self'"]);
  expect(directives.get("connect-src")).toEqual(expect.arrayContaining(["'self'", "ws:"]));
  expect(directives.get("frame-ancestors")).toEqual(["'none'"]);
  expect(CONTENT_SECURITY_POLICY).not.toContain("unsafe-eval");
});
