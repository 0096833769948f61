/** Tests the words of saving. */
import { describe, expect, it } from "vitest";
import type { PredictedClose } from "../../../../broker/contract/edits.ts";
import { saveLabel, saveLook } from "../../ui/save-label.ts";
import { becauseOf, joinNames, losesRows } from "./save-words.ts";

const close: PredictedClose = {
  connectionId: "con_1",
  tokenId: "tok",
  code: 4003,
  reason: "permission revoked: home/+/door",
  filter: "home/+/door",
  today: "read",
  after: "none",
};

describe("the save button", () => {
  it("says whom it closes", () => {
    expect(saveLabel({ closed: [close, close, close], kept: 38 })).toBe("Save: closes 3 of 41 connections");
    expect(saveLabel({ closed: [close], kept: 0 }, "Delete")).toBe("Delete: closes 1 of 1 connection");
  });
  it("says that it closes nobody", () => {
    expect(saveLabel({ closed: [], kept: 41 })).toBe("Save: closes nobody");
    expect(saveLook({ closed: [], kept: 41, narrowed: [] })).toBe("primary");
  });
  it("says who stays and loses rights, and is not calm then", () => {
    const one = { connectionId: "c1", tokenId: "t", topicPattern: "a", lost: "publish" } as const;
    const narrowed = [one, { ...one, topicPattern: "b" }, { ...one, connectionId: "c2" }];
    expect(saveLabel({ closed: [], kept: 2, narrowed })).toBe("Save: closes nobody, 2 lose rights");
    expect(saveLabel({ closed: [], kept: 2, narrowed: [one] })).toBe("Save: closes nobody, 1 loses rights");
    expect(saveLook({ closed: [], kept: 2, narrowed })).toBe("danger");
  });
  it("names sessions that end while their clients are away, and is not calm then", () => {
    const { connectionId: _, ...lost } = close;
    const ended = [{ ...lost, sessionId: "con_2", clientId: "meter", messagesLost: 2 }];
    expect(saveLabel({ closed: [], kept: 2, ended })).toBe("Save: closes nobody, ends 1 session that is away");
    expect(saveLook({ closed: [], kept: 2, ended })).toBe("danger");
  });
  it("says nothing that is not known yet", () => {
    expect(saveLabel(null)).toBe("Save");
  });
});

describe("the list", () => {
  it("tells why, by code and by what is left", () => {
    expect([
      becauseOf(close),
      becauseOf({ ...close, after: "readwrite" }),
      becauseOf({ ...close, code: 4002, filter: null }),
      becauseOf({ ...close, code: 4004, filter: null }),
    ]).toEqual([
      "its filter is no longer covered",
      "its filter's right changes, strict enforcement",
      "its token is changed, disabled or deleted",
      "its token's limit is lowered, and it is among the newest",
    ]);
  });
  it("groups who loses publishing and counts the publishes that would have failed", () => {
    const lost = (connectionId: string) => ({
      connectionId,
      tokenId: "tok",
      topicPattern: "home/+/light",
      lost: "publish" as const,
    });
    const at = "2026-03-14T14:02:09.000Z";
    const sample = [
      { tokenId: "tok", topic: "home/hall/light", count: 7, lastAt: at },
      { tokenId: "tok", topic: "home/stairs/light", count: 5, lastAt: at },
      { tokenId: "tok", topic: "home/hall/door", count: 3, lastAt: at },
      { tokenId: "other", topic: "home/hall/light", count: 2, lastAt: at },
    ];
    expect(losesRows([lost("a"), lost("b")], { count: 17, sample })).toEqual([
      { lost: "publish", tokenId: "tok", topicPattern: "home/+/light", connectionIds: ["a", "b"], refused: 12 },
    ]);
  });
  it("tells a shared stem once", () => {
    expect(joinNames(["phone-1", "phone-2", "phone-5"])).toBe("phone-1, 2, 5");
    expect(joinNames(["hub", "phone-1"])).toBe("hub, phone-1");
  });
});
