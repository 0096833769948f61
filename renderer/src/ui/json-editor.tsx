/** Owns the field in which JSON is written: coloured, checked while it is typed, the fault at its place. Heavy: only inside lazy parts. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { hiddenCharacters } from "./hidden-characters.ts";
import { jsonColours } from "./json-colours.ts";
import styles from "./json-editor.module.css";

export type JsonEditorProps = {
  label: string;
  /** What it begins with; later changes of it are not taken. */
  initial: string;
  onChange: (text: string) => void;
  /** Ctrl/Cmd+Enter. */
  onSubmit?: () => void;
};

export function JsonEditor({ label, initial, onChange, onSubmit }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef({ onChange, onSubmit });
  latest.current = { onChange, onSubmit };
  const first = useRef({ label, initial });

  useEffect(() => {
    if (!host.current) return;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current.initial,
        extensions: [
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                latest.current.onSubmit?.();
                return true;
              },
            },
          ]),
          history(),
          indentOnInput(),
          bracketMatching(),
          json(),
          linter((editor) => (editor.state.doc.length === 0 ? [] : jsonParseLinter()(editor)), { delay: 200 }),
          jsonColours,
          hiddenCharacters,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": first.current.label, "aria-multiline": "true" }),
          // Tab leaves the field: a person at the keyboard is not caught in it.
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, []);

  return <div ref={host} className={styles.editor} />;
}
