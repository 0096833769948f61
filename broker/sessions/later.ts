/** An answer that is given at once, or by a promise where somebody else has to be asked. */

export type MaybeLater<T> = T | Promise<T>;

/** Also true for promises of other libraries and realms, which are no instance of ours. */
export function isLater<T, L>(value: T | Promise<L>): value is Promise<L> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
