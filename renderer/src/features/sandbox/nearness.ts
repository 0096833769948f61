/** Owns which of many cards or rows are near what a person sees of their scroller: one observer for all of them. */
import { type RefObject, useEffect, useRef, useState } from "react";

/** A screen more at either side: who scrolls or tabs on meets whole cards. */
const MARGIN = "100% 0px";

export class Nearness {
  readonly #root: RefObject<HTMLElement | null>;
  readonly #told = new Map<Element, (isNear: boolean) => void>();
  #observer: IntersectionObserver | undefined;

  constructor(root: RefObject<HTMLElement | null>) {
    this.#root = root;
  }

  /** Returns a function that ends the watching. */
  watch(element: Element, told: (isNear: boolean) => void): () => void {
    this.#observer ??= this.#observe();
    this.#told.set(element, told);
    this.#observer.observe(element);
    return () => {
      this.#told.delete(element);
      this.#observer?.unobserve(element);
    };
  }

  #observe(): IntersectionObserver {
    const tell = (entries: readonly IntersectionObserverEntry[]) => {
      for (const { target, isIntersecting } of entries) this.#told.get(target)?.(isIntersecting);
    };
    return new IntersectionObserver(tell, { root: this.#root.current, rootMargin: MARGIN });
  }
}

/** `startsNear` holds until the browser has looked at `element`. */
export function useIsNear<T extends Element>(nearness: Nearness, startsNear: boolean) {
  const element = useRef<T>(null);
  const [isNear, setNear] = useState(startsNear);
  // The scroller's own reference stands before any effect of what is in it.
  useEffect(() => (element.current === null ? undefined : nearness.watch(element.current, setNear)), [nearness]);
  return { isNear, element };
}
