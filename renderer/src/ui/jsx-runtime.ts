/** JSX runtime of the console's bundle: what is drawn as text, and what names an element, has its hidden characters written out. */
import * as react from "react/jsx-runtime";
import { toldText, visibleText } from "./visible.ts";

/** Attributes that a person reads or hears. */
const TOLD = ["title", "aria-label", "aria-description", "aria-valuetext", "alt", "placeholder"] as const;
/** The same, and the value of a field that nobody can type into: what is chosen in a list. */
const TOLD_OF_FIXED = [...TOLD, "value"] as const;
/** Their text is code, and not drawn. */
const CODE = new Set(["style", "script"]);

type Type = Parameters<typeof react.jsx>[0];
type Props = Readonly<Record<string, unknown>> & { readonly children?: unknown; readonly readOnly?: unknown };

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
  for (const name of type === "input" && props.readOnly === true ? TOLD_OF_FIXED : TOLD) {
    const value = props[name];
    if (typeof value !== "string") continue;
    const told = toldText(value);
    if (told !== value) change(name, told);
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
