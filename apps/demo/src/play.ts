import { reportNeverAwaited, setEventLoop } from "asyncio-ts";
import type { Program } from "./gallery.ts";
import type { Line, Recording } from "./recording.ts";
import { real, type Speed } from "./speed.ts";
import { setScenery } from "./stage.ts";

/** Who watches a program while it plays. */
export interface Audience {
  printed?(line: Line): void;
  warned?(text: string): void;
}

/** What a program printed here, and how long it took on its loop's clock. */
export interface Played extends Recording {
  lasted: number;
}

/** Plays a program once; it reads and runs from top to bottom as it is imported. */
export async function play(program: Program, speed: Speed, audience: Audience = {}): Promise<Played> {
  const loop = (program.live ? real : speed).newLoop();
  const began = loop.time();
  const elapsed = () => Math.round(loop.time() - began);
  const printed: Line[] = [];
  const warnings: string[] = [];

  const { warn } = console;
  console.warn = (text: string) => {
    warnings.push(text);
    audience.warned?.(text);
  };
  setEventLoop(loop);
  setScenery({
    loop,
    began,
    wallClock: Date.now(),
    print(text) {
      const line = { at: elapsed(), text };
      printed.push(line);
      audience.printed?.(line);
    },
  });
  try {
    await import(`./programs/${program.name}.ts`);
    return { printed, warnings, lasted: elapsed() };
  } finally {
    loop.close();
    reportNeverAwaited();
    setEventLoop(null);
    console.warn = warn;
  }
}
