import { asText, bounded } from "@asyncio-ts/loop/lowlevel";

/** The methods that write lines. */
const METHODS = ["debug", "error", "info", "log", "warn"] as const;

type Console = Record<(typeof METHODS)[number], (...values: unknown[]) => void>;

/** Calls `receive` with each line of the console, which is written as before. Returns the function that ends this. */
export function observeConsole(receive: (text: string) => void): () => void {
  const console = (globalThis as unknown as { console: Console }).console;
  let isObserved = true;
  const undo = METHODS.map((method) => {
    const original = console[method];
    const observed = (...values: unknown[]): void => {
      if (isObserved) receive(bounded(values.map(asText).join(" ")));
      original.apply(console, values);
    };
    console[method] = observed;
    return () => {
      // A later wrapper of the program stays, around one that only passes on.
      if (console[method] === observed) console[method] = original;
    };
  });
  return () => {
    isObserved = false;
    for (const each of undo) each();
  };
}
