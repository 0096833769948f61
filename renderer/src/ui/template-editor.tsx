/** Owns the editor of a message's template: JSON and placeholders in colour, completion of placeholders, undo. */
import { autocompletion, type CompletionContext, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  MatchDecorator,
  placeholder,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { useEffect, useRef } from "react";
import { PLACEHOLDERS, usages } from "../../../broker/contract/placeholders.ts";
import { hiddenCharacters } from "./hidden-characters.ts";
import styles from "./template-editor.module.css";

const TOKEN =
  /(\{\{[^}]*\}\}?)|("(?:[^"\\]|\\.)*")(?=\s*:)|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

export type TemplateEditorProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Ctrl or Cmd and Enter. */
  onSubmit?: () => void;
  isWrong?: boolean;
};

export function TemplateEditor({ label, value, onChange, onSubmit, isWrong = false }: TemplateEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ onChange, onSubmit, value });
  latest.current = { onChange, onSubmit, value };

  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor is made once; what it tells goes through `latest`
  useEffect(() => {
    const parent = host.current;
    if (parent === null) return;
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          history(),
          bracketMatching(),
          autocompletion({ override: [completePlaceholder], icons: false }),
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                latest.current.onSubmit?.();
                return true;
              },
            },
            // Tab leaves the editor, as it leaves every field.
            ...completionKeymap,
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
          placeholder("Any JSON, with placeholders: {{seq}}, {{now}}, {{random 10 30}}"),
          coloured,
          hiddenCharacters,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const made = view.current;
    if (made === undefined || made.state.doc.toString() === value) return;
    made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: value } });
  }, [value]);

  return <div ref={host} className={`${styles.editor} ${isWrong ? styles.wrong : ""}`} />;
}

const KINDS = [styles.placeholder, styles.key, styles.text, styles.number, styles.word];

const matcher = new MatchDecorator({
  regexp: TOKEN,
  decoration: (match) => {
    const kind = match.slice(1).findIndex((part) => part !== undefined);
    return Decoration.mark({ class: KINDS[kind] ?? "" });
  },
});
const inner = new MatchDecorator({
  regexp: /\{\{[^}]*\}\}/g,
  decoration: () => Decoration.mark({ class: styles.placeholder ?? "" }),
});

/** A placeholder inside a text keeps its own colour. */
const coloured = [matcher, inner].map((decorator) =>
  ViewPlugin.define(
    (view) => {
      const plugin: { decorations: DecorationSet; update(update: ViewUpdate): void } = {
        decorations: decorator.createDeco(view),
        update(update) {
          plugin.decorations = decorator.updateDeco(update, plugin.decorations);
        },
      };
      return plugin;
    },
    { decorations: (plugin) => plugin.decorations },
  ),
);

const OFFERED = usages(PLACEHOLDERS).flatMap((usage) => usage.split(" or "));

function completePlaceholder(context: CompletionContext) {
  const typed = context.matchBefore(/\{\{[^{}]*/);
  if (typed === null) return null;
  return { from: typed.from, options: OFFERED.map((label) => ({ label, apply: label })), filter: true };
}
