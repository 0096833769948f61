/** The `Forwarded` header (RFC 7239) in its elements. */

/** Parameters by lower-case name; the first of a name counts. */
export interface ForwardedElement {
  readonly for?: string;
  readonly proto?: string;
  readonly host?: string;
}

/** `token=value` or `token="quoted value"`, and what ends it. */
const PAIR = /\s*([!#$%&'*+\-.^_`|~\w]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))\s*([,;]|$)/y;

/** Elements from the client's hop to the nearest one; what is not as the RFC says ends the list where it stands, since nothing after it can be told apart. */
export function forwardedElements(header: string): ForwardedElement[] {
  const elements: ForwardedElement[] = [];
  let element: { for?: string; proto?: string; host?: string } = {};
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < header.length) {
    const found = PAIR.exec(header);
    if (found === null) return [...elements, {}];
    const [, name = "", quoted, plain = "", end] = found;
    const value = quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, "$1");
    const key = name.toLowerCase();
    if (key === "for" || key === "proto" || key === "host") element[key] ??= value;
    if (end === ";") continue;
    elements.push(element);
    element = {};
  }
  return Object.keys(element).length > 0 ? [...elements, element] : elements;
}
