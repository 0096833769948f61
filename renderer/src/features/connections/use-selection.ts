/** Owns which rows are checked. */
import { useCallback, useMemo, useState } from "react";

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly size: number;
  has(id: string): boolean;
  toggle(id: string): void;
  setAll(ids: readonly string[]): void;
  add(ids: readonly string[]): void;
  clear(): void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set());
  const toggle = useCallback(
    (id: string) =>
      setIds((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id])),
    [],
  );
  const setAll = useCallback((all: readonly string[]) => setIds(new Set(all)), []);
  const add = useCallback((more: readonly string[]) => setIds((before) => new Set([...before, ...more])), []);
  const clear = useCallback(() => setIds(new Set()), []);
  return useMemo(
    () => ({ ids, size: ids.size, has: (id) => ids.has(id), toggle, setAll, add, clear }),
    [ids, toggle, setAll, add, clear],
  );
}
