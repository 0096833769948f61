/** Tests that many pasted tags are read line by line, and that none is lost. */
import { describe, expect, it } from "vitest";
import { editsOfPasted, linesLeft, pastedTags } from "./pasted-tags.ts";

const known = [{ id: "t1", pattern: "home/+/temp", description: "", createdAt: "", updatedAt: "" }];
const rows = (source: string) => pastedTags(source, known, false);

describe("pasted tags", () => {
  it("parts pattern and description at the first blank or tab", () => {
    expect(rows("fw/+\tFirmware that waits\nenergy/#   Meters\r\nalerts\n")).toMatchObject([
      { line: 1, pattern: "fw/+", description: "Firmware that waits", tone: "ok" },
      { line: 2, pattern: "energy/#", description: "Meters", tone: "ok" },
      { line: 3, pattern: "alerts", description: "", tone: "ok" },
    ]);
  });
  it("judges each line, also beside the lines before it", () => {
    const judged = rows("a/+\na/b\nhome/hall/temp\na+\n\n// a note\nb");
    expect(judged.map(({ line, tone }) => [line, tone])).toEqual([
      [1, "ok"],
      [2, "bad"],
      [3, "bad"],
      [4, "bad"],
      [7, "ok"],
    ]);
    expect(judged[1]?.text).toContain("Overlaps a/+");
  });
  it("makes the good ones and leaves the others as they were typed", () => {
    const judged = rows("a/+\n a+ with words\nb");
    expect(editsOfPasted(judged)).toHaveLength(2);
    expect(linesLeft(judged)).toBe(" a+ with words");
  });
});
