/** What a cut takes out, and how it is found in the built packages. */
export interface Cut {
  name: string;
  find: RegExp;
  put: string;
}

/**
 * What is there for debugging, instruments, contexts and seams, replaced by what it comes to while nobody uses it. The bundler
 * then drops what can't be reached any more.
 */
export const cuts: Cut[] = [
  { name: "instruments, asked by if", find: /[\w.#]+\.instruments !== null/g, put: "false" },
  { name: "instruments, asked by ?.", find: /[\w.#]+\.instruments\?\.\w+\([^;]*\);/g, put: ";" },
  { name: "debug mode", find: /(?:[\w#]+\??\.)+getDebug\(\)/g, put: "false" },
  { name: "choosers", find: /\b(?:this\.)?choose !== null/g, put: "false" },
  { name: "choosers, their absence", find: /\b(?:this\.)?choose === null/g, put: "true" },
  { name: "watched passes", find: /this\.#isWatched\(\)/g, put: "false" },
  { name: "call stacks", find: /steps\.probe !== null/g, put: "false" },
  { name: "contexts, captured", find: /(?<!function )\bcaptureContext\(\)/g, put: "null" },
  { name: "snapshots, entered", find: /(?<!function )\benterOf\([^()]*\)/g, put: "null" },
];

/** A text without them, and how often each was found. */
export function cutOut(text: string, found: Map<Cut, number>): string {
  for (const cut of cuts) {
    text = text.replace(cut.find, () => {
      found.set(cut, (found.get(cut) ?? 0) + 1);
      return cut.put;
    });
  }
  return text;
}
