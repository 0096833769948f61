/** Owns when the app is ready: soon after the main bundle's first synchronous run, whether it waits for something or not. */

let ready = false;
const listeners: (() => void)[] = [];

// Evaluated with the bundle's first imports: a bundle that awaits before it has registered things comes too late, as in Electron.
setImmediate(() => {
  ready = true;
  for (const listener of listeners) listener();
});

export function isReady(): boolean {
  return ready;
}

export function whenReady(listener: () => void): void {
  if (ready) listener();
  else listeners.push(listener);
}

export function mustBeReady(what: string): void {
  if (!ready) throw new Error(`${what} can only be used after the app's ready event`);
}

export function mustNotBeReady(what: string): void {
  if (ready) throw new Error(`${what} should be called before app is ready`);
}
