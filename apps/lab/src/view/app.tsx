import { useEffect } from "preact/hooks";
import type { Lab } from "../page/lab.ts";
import { Chart } from "./chart.tsx";
import { ConsolePane } from "./console-pane.tsx";
import { Header } from "./header.tsx";
import { onKey } from "./keys.ts";
import { RunBar } from "./run-bar.tsx";
import { SourcePane } from "./source-pane.tsx";
import { TaskPane } from "./task-pane.tsx";
import { Transport } from "./transport.tsx";

/** The page. */
export function App({ lab }: { lab: Lab }) {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event, lab);
    const reopen = () => lab.openAddress();
    addEventListener("keydown", listener);
    addEventListener("hashchange", reopen);
    return () => {
      removeEventListener("keydown", listener);
      removeEventListener("hashchange", reopen);
    };
  }, [lab]);
  return (
    <>
      <Header lab={lab} />
      <main>
        <SourcePane lab={lab} />
        <div class="instrument">
          <RunBar lab={lab} />
          <Transport lab={lab} />
          <Chart lab={lab} />
          <div class="below">
            <ConsolePane lab={lab} />
            <TaskPane lab={lab} />
          </div>
        </div>
      </main>
    </>
  );
}
