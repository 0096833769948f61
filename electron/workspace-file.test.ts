/** Owns the proof that a workspace file is known by either of its names, and nothing else is. */
import { expect, it } from "vitest";
import { workspaceArgument } from "./workspace-file.ts";

it("finds a workspace file by both names among the arguments, and no other file and no option", () => {
  expect(workspaceArgument(["signalbox", "/home/a/house.signalbox.json"])).toBe("/home/a/house.signalbox.json");
  expect(workspaceArgument(["signalbox", "--port=1", "C:\\house.signalbox"])).toBe("C:\\house.signalbox");
  expect(workspaceArgument(["signalbox", "house.json", "--x.signalbox", "house.signalbox.json.bak"])).toBeUndefined();
  expect(workspaceArgument(["/opt/x.signalbox"])).toBeUndefined();
});
