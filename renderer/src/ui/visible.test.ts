/** Tests that names cannot turn the text around them, nor hide. */
import { expect, it } from "vitest";
import { connectionLabel } from "./connection-label.ts";
import { visibleName, visibleText } from "./visible.ts";

it("L19 what turns a text around, or takes no room, is written out; other letters stay as they are", () => {
  expect(visibleName("\u202egnp.exe\u202c")).toBe("\\u202egnp.exe\\u202c");
  expect(visibleName("a\u2066b\u2069\u200b\ufeff\u0000\n\u2028")).toBe(
    "a\\u2066b\\u2069\\u200b\\ufeff\\u0000\\u000a\\u2028",
  );
  for (const name of ["Küche", "מטבח", "مطبخ", "厨房", "👩‍🔬", "<b>", "__proto__"])
    expect(visibleName(name)).toBe(name);
  expect(connectionLabel({ subject: null, clientId: "\u202eevil", address: "127.0.0.1:1" }, "con_1")).toBe(
    "\\u202eevil",
  );
});

it("L19 a name of nothing but blanks shows them, and an empty one stays empty", () => {
  expect([visibleName("   "), visibleName("\u00a0"), visibleName(""), visibleName(" a ")]).toEqual([
    "␣␣␣",
    "␣",
    "",
    " a ",
  ]);
});

it("L19 a text keeps its lines and tabs", () => {
  expect(visibleText("a\tb\nc\u202ed")).toBe("a\tb\nc\\u202ed");
});
