/** Owns reading the imports of one source file: static, dynamic, type-only, re-exports and `require`. */
import { parseSync, Visitor } from "oxc-parser";

export interface FoundImport {
  /** The module's name as written; null when it is computed. */
  readonly specifier: string | null;
  readonly line: number;
}

/** @throws Error when the file does not parse: an unread file would pass as clean */
export function importsOf(path: string, text: string): readonly FoundImport[] {
  const { program, errors } = parseSync(path, text);
  const fault = errors.find((error) => error.severity === "Error");
  if (fault) throw new Error(`${path} does not parse: ${fault.message}`);

  const found: FoundImport[] = [];
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  const add = (node: { readonly start: number }, source: unknown) => {
    found.push({ specifier: typeof source === "string" ? source : null, line: lineAt(node.start) });
  };
  const literal = (node: unknown): unknown =>
    typeof node === "object" && node !== null && "value" in node ? node.value : null;

  new Visitor({
    ImportDeclaration: (node) => add(node, node.source.value),
    ExportAllDeclaration: (node) => add(node, node.source.value),
    ExportNamedDeclaration: (node) => {
      if (node.source) add(node, node.source.value);
    },
    ImportExpression: (node) => add(node, literal(node.source)),
    TSImportType: (node) => add(node, literal(node.source)),
    TSExternalModuleReference: (node) => add(node, literal(node.expression)),
    CallExpression: (node) => {
      if (node.callee.type === "Identifier" && node.callee.name === "require") add(node, literal(node.arguments[0]));
    },
  }).visit(program);
  return found;
}
