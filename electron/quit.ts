/** Owns the way out: windows go first, then the broker stops gracefully, and never longer than its bound. */
import type { App } from "electron";

export interface QuitOptions {
  readonly app: Pick<App, "on" | "exit">;
  /** Milliseconds that stopping may take. */
  readonly boundMs: number;
  readonly stop: () => Promise<void>;
  /** Told when stopping failed or took too long; the process leaves all the same. */
  readonly onTrouble: (trouble: string, error?: unknown) => void;
}

export class Quit {
  readonly #options: QuitOptions;
  #asked = false;
  #stopping = false;

  constructor(options: QuitOptions) {
    this.#options = options;
    options.app.on("before-quit", () => {
      this.#asked = true;
    });
    options.app.on("will-quit", (event) => {
      // Quitting waits for the clients' close frames; `exit` below is the end, so a second quit changes nothing.
      event.preventDefault();
      void this.#leave();
    });
  }

  /** True from the moment that the person asked to quit: a closing window then has nothing to say about the tray. */
  get asked(): boolean {
    return this.#asked;
  }

  async #leave(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    const { app, boundMs, stop, onTrouble } = this.#options;
    let bound: NodeJS.Timeout | undefined;
    const tooLong = new Promise<"too long">((resolve) => {
      bound = setTimeout(resolve, boundMs, "too long");
    });
    try {
      if ((await Promise.race([stop(), tooLong])) === "too long") onTrouble("stopping took too long");
    } catch (error) {
      onTrouble("stopping failed", error);
    } finally {
      clearTimeout(bound);
      app.exit(0);
    }
  }
}
