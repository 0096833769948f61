/** Owns the proof that a workspace file is known by either of its names, and nothing else is. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readWorkspaceFile, workspaceArgument } from "./workspace-file.ts";

it("finds a workspace file by both names among the arguments, and no other file and no option", () => {
  expect(workspaceArgument(["signalbox", "/home/a/house.signalbox.json"])).toBe("/home/a/house.signalbox.json");
  expect(workspaceArgument(["signalbox", "--port=1", "C:\\house.signalbox"])).toBe("C:\\house.signalbox");
  expect(workspaceArgument(["signalbox", "house.json", "--x.signalbox", "house.signalbox.json.bak"])).toBeUndefined();
  expect(workspaceArgument(["/opt/x.signalbox"])).toBeUndefined();
});

it("Y9 reads a workspace file in the encodings of Windows, and refuses another", async () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-file-"));
  const file = join(folder, "house.signalbox.json");
  for (const encoding of ["utf8", "utf16le"] as const) {
    writeFileSync(file, '\ufeff{"name":"Küche"}\r\n', encoding);
    expect(await readWorkspaceFile(file)).toEqual({ name: "house.signalbox.json", text: '{"name":"Küche"}\r\n' });
  }
  writeFileSync(file, '{"name":"Küche"}', "latin1");
  await expect(readWorkspaceFile(file)).rejects.toThrow("save it as UTF-8");
  rmSync(folder, { recursive: true });
});
