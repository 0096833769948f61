/** Owns the sample workspace of a first start: a small house with sensors, an app and a dashboard. */
import sample from "../resources/sample-workspace.signalbox.json" with { type: "json" };
import { Workspace } from "./contract/workspace.ts";

export function sampleWorkspace(): Workspace {
  return Workspace.parse(sample);
}
