/** Owns the proof of what counts as our own page, and what may be opened outside. */
import { describe, expect, it } from "vitest";
import { isOwnUrl, pageUrl } from "./origin.ts";
import { mayOpenOutside } from "./outside-links.ts";
import { senderCheck } from "./sender.ts";

describe("our own page", () => {
  it("is the app's scheme with the app's host, and nothing that only looks like it", () => {
    expect(isOwnUrl("app://signalbox/index.html#/access", undefined)).toBe(true);
    for (const url of [
      "app://other/index.html",
      "app://signalbox.example.com/",
      "https://signalbox/",
      "file:///index.html",
      "about:blank",
      "",
      "not a url",
    ]) {
      expect(isOwnUrl(url, undefined), url).toBe(false);
    }
  });

  it("is the development server's only when there is one", () => {
    expect(pageUrl("http://localhost:5173/")).toBe("http://localhost:5173/");
    expect(isOwnUrl("http://localhost:5173/access", "http://localhost:5173/")).toBe(true);
    expect(isOwnUrl("http://localhost:5174/", "http://localhost:5173/")).toBe(false);
    expect(isOwnUrl("http://localhost:5173/", undefined)).toBe(false);
  });

  it("may send from its top frame only, while that frame lives", () => {
    const isOwnFrame = senderCheck(undefined);
    const url = pageUrl(undefined);

    expect(isOwnFrame({ url, parent: null })).toBe(true);
    expect(isOwnFrame({ url: "https://example.com/", parent: null })).toBe(false);
    expect(isOwnFrame(null)).toBe(false);
  });
});

describe("links outside", () => {
  it("are https addresses of the allow-list, without credentials", () => {
    expect(mayOpenOutside("https://github.com/websockets/ws")).toBe(true);
    for (const url of [
      "http://github.com/",
      "https://github.com.example.com/",
      "https://example.com/?github.com",
      "https://person@github.com/",
      "javascript:alert(1)",
      "file:///etc/passwd",
      "github.com",
    ]) {
      expect(mayOpenOutside(url), url).toBe(false);
    }
  });
});
