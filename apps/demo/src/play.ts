import { reportNeverAwaited, setEventLoop } from "asyncio-ts";
import type { Program } from "./gallery.ts";
import { setSession } from "./harness.ts";
import type { Line, Recording } from "./recording.ts";
import { live, type Speed } from "./speed.ts";

/** Receives the output of a program while it runs. */
export interface Listener {
  onLine?(line: Line): void;
  onWarning?(text: string): void;
}

/** The output of a program, and its duration in milliseconds on the clock of its loop. */
export interface PlayResult extends Recording {
  duration: number;
}

/** Plays a program once. The import of its module runs it. */
export async function play(program: Program, speed: Speed, listener: Listener = {}): Promise<PlayResult> {
  const loop = (program.live ? live : speed).newLoop();
  const start = loop.time();
  const elapsed = () => Math.round(loop.time() - start);
  const printed: Line[] = [];
  const warnings: string[] = [];

  const { warn } = console;
  console.warn = (text: string) => {
    warnings.push(text);
    listener.onWarning?.(text);
  };
  setEventLoop(loop);
  setSession({
    loop,
    start,
    wallClock: Date.now(),
    print(text) {
      const line = { at: elapsed(), text };
      printed.push(line);
      listener.onLine?.(line);
    },
  });
  try {
    await import(`./programs/${program.name}.ts`);
    return { printed, warnings, duration: elapsed() };
  } finally {
    loop.close();
    reportNeverAwaited();
    setEventLoop(null);
    console.warn = warn;
  }
}
