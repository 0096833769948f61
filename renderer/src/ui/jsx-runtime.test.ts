/** Tests that no element draws hidden characters, whoever made it. */
import { expect, it } from "vitest";
import { drawn, Fragment } from "./jsx-runtime.ts";

const Component = () => null;
const NAME = "\u202egnp.exe";
const SHOWN = "\\u202egnp.exe";

it("L19 texts, titles and names of an element are written out, also of a fragment and in lists", () => {
  expect(drawn("b", { children: NAME, title: NAME, "aria-label": NAME, placeholder: NAME, alt: NAME })).toEqual({
    children: SHOWN,
    title: SHOWN,
    "aria-label": SHOWN,
    placeholder: SHOWN,
    alt: SHOWN,
  });
  expect(drawn("b", { children: ["of ", NAME, [NAME, 3, null]] })).toEqual({
    children: ["of ", SHOWN, [SHOWN, 3, null]],
  });
  expect(drawn(Fragment, { children: NAME })).toEqual({ children: SHOWN });
});

it("L19 what is chosen in a list is written out in its field", () => {
  expect(drawn("input", { value: NAME, readOnly: true })).toEqual({ value: SHOWN, readOnly: true });
});

it("L19 values of fields, code, and what a component takes stay as they are", () => {
  for (const [type, props] of [
    ["input", { value: NAME, defaultValue: NAME }],
    ["style", { children: NAME }],
    [Component, { children: NAME, title: NAME }],
    ["b", { children: ["a", 1], title: "b", onClick: Component }],
  ] as const)
    expect(drawn(type, props)).toBe(props);
});

it("L19 a title and a name read aloud are cut after 1,200 characters, a text is not", () => {
  const long = "x".repeat(4096);
  const cut = `${"x".repeat(1200)}…`;
  expect(drawn("b", { children: long, title: long, "aria-label": "x".repeat(1200) })).toEqual({
    children: long,
    title: cut,
    "aria-label": "x".repeat(1200),
  });
});
