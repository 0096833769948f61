/** Owns plausible readings of a small house: temperatures that wander, doors that open and shut, lamps, now and then an alert. */

/** 0 up to 1, as `Math.random`. */
export type Chance = () => number;

/** A temperature that wanders by tenths of a degree and is drawn back to its room's comfort. */
export class Thermometer {
  readonly #comfort: number;
  readonly #chance: Chance;
  #degrees: number;

  constructor(comfort: number, chance: Chance) {
    this.#comfort = comfort;
    this.#degrees = comfort;
    this.#chance = chance;
  }

  /** Degrees Celsius, one decimal. */
  next(): number {
    const step = (this.#chance() - 0.5) * 0.4;
    this.#degrees += step + (this.#comfort - this.#degrees) * 0.05;
    return Math.round(this.#degrees * 10) / 10;
  }
}

/** Something with two states that changes with the given probability each time it is asked. */
export class Contact {
  readonly #probability: number;
  readonly #chance: Chance;
  #on = false;

  constructor(probability: number, chance: Chance) {
    this.#probability = probability;
    this.#chance = chance;
  }

  /** The new state, or undefined when it stayed. */
  next(): boolean | undefined {
    if (this.#chance() >= this.#probability) return undefined;
    this.#on = !this.#on;
    return this.#on;
  }
}
