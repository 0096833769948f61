import { expect, it } from "vitest";
import { ACTORS } from "../../../broker/contract/console.ts";
import { actorName, closedWords } from "./audit-words.ts";

it("A5 E4 each door is named as a person calls it, and one that a newer broker knows by its id", () => {
  expect(ACTORS.map(actorName)).toEqual(["Console", "HTTP", "CLI", "Pub/sub REST", "Chat REST", "Broker"]);
  expect(["constructor", "phone"].map(actorName)).toEqual(["constructor", "phone"]);
});

it("A5 what an edit closed is told with the number and the codes", () => {
  expect(closedWords(0)).toBe("Closed nobody");
  expect(closedWords(1200, [{ code: 4003 }, { code: 4404 }])).toBe("Closed 1,200, 4003, 4404");
});
