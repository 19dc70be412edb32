import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Lab } from "../page/lab.ts";

/** The line at which a task is suspended, counted from 1; 0 for none. */
const setLine = StateEffect.define<number>();
const lineMark = Decoration.line({ class: "suspended" });

const suspendedLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setLine)) continue;
      const isThere = effect.value > 0 && effect.value <= transaction.newDoc.lines;
      return isThere ? Decoration.set(lineMark.range(transaction.newDoc.line(effect.value).from)) : Decoration.none;
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.function(tags.definition(tags.variableName))],
    color: "var(--code-function)",
  },
  { tag: [tags.typeName, tags.className], color: "var(--code-type)" },
]);

/** The editor of the program. In a module of its own, because it is loaded after the first paint. */
export class CodeEditor {
  readonly #view: EditorView;

  constructor(parent: HTMLElement, lab: Lab) {
    const runKey = {
      key: "Mod-Enter",
      run: () => {
        lab.run();
        return true;
      },
    };
    this.#view = new EditorView({
      parent,
      state: EditorState.create({
        doc: lab.source.value,
        extensions: [
          lineNumbers(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          EditorView.lineWrapping,
          javascript({ typescript: true }),
          syntaxHighlighting(colours),
          suspendedLine,
          keymap.of([runKey, ...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ "aria-label": "Text of the program. Escape, then Tab, leaves it", tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) lab.source.value = update.state.doc.toString();
          }),
        ],
      }),
    });
    this.show(lab.source.value, lab.line.value);
  }

  /** Takes the focus, with a selection. */
  focus(anchor: number, head: number): void {
    this.#view.dispatch({ selection: { anchor, head } });
    this.#view.focus();
  }

  /** Shows a text, unless it is there already, and marks a line of it. */
  show(source: string, line: number | null): void {
    const { doc } = this.#view.state;
    const changes = doc.toString() === source ? [] : [{ from: 0, to: doc.length, insert: source }];
    this.#view.dispatch({ changes, effects: setLine.of(line ?? 0) });
    if (line !== null && line <= this.#view.state.doc.lines && !this.#view.hasFocus) {
      this.#view.dispatch({ effects: EditorView.scrollIntoView(this.#view.state.doc.line(line).from, { y: "nearest", yMargin: 40 }) });
    }
  }
}
