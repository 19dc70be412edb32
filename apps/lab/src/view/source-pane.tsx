import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Lab } from "../page/lab.ts";
import type { CodeEditor } from "./code-editor.ts";

/** The program: a plain text field at first, until the editor is loaded. */
export function SourcePane({ lab }: { lab: Lab }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | null>(null);
  useEffect(() => {
    lab.loadEditor((loaded) => {
      const field = host.current!.querySelector("textarea")!;
      const { selectionEnd, selectionStart } = field;
      const hasFocus = document.activeElement === field;
      host.current!.replaceChildren();
      editor.current = new loaded.CodeEditor(host.current!, lab);
      if (hasFocus) editor.current.focus(selectionStart, selectionEnd);
    });
  }, [lab]);
  useSignalEffect(() => {
    // Read in any case, so that the effect runs again.
    const [source, line] = [lab.source.value, lab.line.value];
    editor.current?.show(source, line);
  });
  // The buttons change their texts and not their elements, so that they keep the focus.
  const [isRunning, isExploring] = [lab.work.value === "running", lab.work.value === "exploring"];
  return (
    <section class="source" aria-label="Program">
      <div class="bar">
        <h2>
          program.ts
          {lab.isEdited.value && <span class="edited"> edited</span>}
        </h2>
        <button
          type="button"
          onClick={() => (isExploring ? lab.stop() : lab.explore())}
          title="Runs the program under other legal orders of its steps"
        >
          {isExploring ? "Stop exploring" : "Explore schedules"}
        </button>
        <button type="button" class="primary" onClick={() => (isRunning ? lab.stop() : lab.run())} title="Ctrl+Enter">
          {isRunning ? "Stop the run" : "Run"}
        </button>
      </div>
      <div class="editor" ref={host}>
        <textarea
          aria-label="Text of the program"
          spellcheck={false}
          autocomplete="off"
          value={lab.source.value}
          onInput={(event) => (lab.source.value = event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && lab.run()}
        />
      </div>
      {lab.problem.value !== null && (
        <p class="problem" role="alert">
          {lab.problem.value}
        </p>
      )}
    </section>
  );
}
