/** Owns the colours of JSON in the editor: the classes of our tokens on what the parser finds. */
import { syntaxTree } from "@codemirror/language";
import { type Range, RangeSet } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import styles from "./json-editor.module.css";

const mark = (look: string | undefined) => Decoration.mark({ class: look ?? "" });

/** By the names of the JSON grammar's nodes. */
const MARKS: ReadonlyMap<string, Decoration> = new Map(
  Object.entries<Decoration>({
    PropertyName: mark(styles.key),
    String: mark(styles.text),
    Number: mark(styles.number),
    True: mark(styles.number),
    False: mark(styles.number),
    Null: mark(styles.number),
  }),
);

export const jsonColours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = coloured(view);
    }

    update(update: ViewUpdate): void {
      const isParsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || isParsed) this.decorations = coloured(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function coloured(view: EditorView): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const decoration = MARKS.get(node.name);
        if (decoration !== undefined) ranges.push(decoration.range(node.from, node.to));
      },
    });
  }
  return RangeSet.of(ranges, true);
}
