/** Owns how the tour is started by parts that do not load it. */
import { tellTrouble } from "./trouble.ts";

export async function startTour(): Promise<void> {
  try {
    const { runTour } = await import("./tour.ts");
    runTour();
  } catch (error) {
    tellTrouble(error instanceof Error ? error.message : String(error), "The tour did not start");
  }
}
