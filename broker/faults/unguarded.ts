/** Guards that are not there: an exception goes on to the caller, as a part that stands alone in a test wants it. */
import type { Faults } from "../ports/faults.ts";

export const UNGUARDED: Faults = {
  caught(_place, error) {
    throw error;
  },
};
