/** JSX runtime of the console's bundle: what is drawn as text, and what names an element, has its hidden characters written out. */
import * as react from "react/jsx-runtime";
import { visibleText } from "./visible.ts";

/** Attributes that a person reads or hears. */
const TOLD = ["title", "aria-label", "aria-description", "aria-valuetext", "alt", "placeholder"] as const;
/** Longer than any topic; a longer one would fill the screen, or be read aloud for minutes. */
const TOLD_LENGTH = 1200;
/** Their text is code, and not drawn. */
const CODE = new Set(["style", "script"]);

type Type = Parameters<typeof react.jsx>[0];
type Props = Readonly<Record<string, unknown>> & { readonly children?: unknown };

export const Fragment = react.Fragment;

export function jsx(type: Type, props: Props, key?: string) {
  return react.jsx(type, drawn(type, props), key);
}

export function jsxs(type: Type, props: Props, key?: string) {
  return react.jsxs(type, drawn(type, props), key);
}

/** The same object when nothing is to be written out, which is nearly always. Components hand their texts on to elements. */
export function drawn(type: unknown, props: Props): Props {
  const isElement = typeof type === "string";
  if (!isElement && typeof type !== "symbol") return props;
  if (isElement && CODE.has(type)) return props;
  let changed: Record<string, unknown> | undefined;
  const change = (name: string, value: unknown) => {
    changed ??= { ...props };
    changed[name] = value;
  };
  const children = drawnChild(props.children);
  if (children !== props.children) change("children", children);
  if (!isElement) return changed ?? props;
  for (const name of TOLD) {
    const value = props[name];
    if (typeof value !== "string") continue;
    const told = visibleText(value);
    const cut = told.length > TOLD_LENGTH ? `${told.slice(0, TOLD_LENGTH)}…` : told;
    if (cut !== value) change(name, cut);
  }
  return changed ?? props;
}

function drawnChild(child: unknown): unknown {
  if (typeof child === "string") return visibleText(child);
  if (!Array.isArray(child)) return child;
  let changed: unknown[] | undefined;
  for (const [at, each] of child.entries()) {
    const shown = drawnChild(each);
    if (shown === each) continue;
    changed ??= [...child];
    changed[at] = shown;
  }
  return changed ?? child;
}
