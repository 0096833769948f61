/** Owns the proof that the content security policy is whole: one stray character makes a white window. */
import { expect, it } from "vitest";
import { CONTENT_SECURITY_POLICY } from "./content-security-policy.ts";

const directives = CONTENT_SECURITY_POLICY.split("; ");

it("is one line of well-formed directives, each named once", () => {
  expect(CONTENT_SECURITY_POLICY).toMatch(/^[\x20-\x7e]+$/);
  for (const directive of directives) expect(directive).toMatch(/^[a-z]+(-[a-z]+)* \S+( \S+)*$/);
  const names = directives.map((directive) => directive.split(" ")[0]);
  expect(new Set(names).size).toBe(names.length);
});

it("starts from nothing and runs no script but our own files", () => {
  expect(directives[0]).toBe("default-src 'none'");
  expect(directives).toContain("script-src 'self'");
  expect(CONTENT_SECURITY_POLICY).not.toContain("unsafe-eval");
  expect(directives.filter((directive) => directive.includes("'unsafe-inline'"))).toEqual([
    "style-src 'self' 'unsafe-inline'",
  ]);
});

it("connects to this machine only", () => {
  const sources = directives
    .find((directive) => directive.startsWith("connect-src"))
    ?.split(" ")
    .slice(1);
  for (const source of sources ?? []) expect(source).toMatch(/^('self'|wss?:\/\/(127\.0\.0\.1|localhost):\*)$/);
});
