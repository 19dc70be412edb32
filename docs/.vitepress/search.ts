import type { DefaultTheme } from "vitepress";

/** Other words for the subject of a page, by the end of its path. A search for them finds the page. */
const synonyms: Record<string, string> = {
  "asyncio-ts/classes/CancelledError.md": "AbortError cancel abort",
  "asyncio-ts/classes/Event.md": "signal flag",
  "asyncio-ts/classes/ExceptionGroup.md": "AggregateError except*",
  "asyncio-ts/classes/Future.md": "Promise.withResolvers deferred",
  "asyncio-ts/classes/KeyboardInterrupt.md": "SIGINT Ctrl-C",
  "asyncio-ts/classes/Lock.md": "mutex async-mutex",
  "asyncio-ts/classes/Queue.md": "channel",
  "asyncio-ts/classes/Semaphore.md": "p-limit concurrency limit",
  "asyncio-ts/functions/asCompleted.md": "as_completed",
  "asyncio-ts/functions/createTask.md": "spawn fork start background",
  "asyncio-ts/functions/gather.md": "Promise.all",
  "asyncio-ts/functions/gatherSettled.md": "Promise.allSettled return_exceptions",
  "asyncio-ts/functions/run.md": "SIGINT Ctrl-C AbortSignal main",
  "asyncio-ts/functions/sleep.md": "delay setTimeout",
  "asyncio-ts/functions/staggeredRace.md": "Promise.any",
  "asyncio-ts/functions/taskGroup.md": "nursery TaskGroup Promise.all",
  "asyncio-ts/functions/timeout.md": "AbortSignal.timeout deadline",
  "asyncio-ts/functions/wait.md": "Promise.race FIRST_COMPLETED",
  "node/functions/addSignalHandler.md": "SIGTERM SIGINT process.on",
  "node/functions/createSubprocessExec.md": "child_process spawn exec subprocess",
  "node/functions/createSubprocessShell.md": "child_process exec shell",
  "asyncio-ts/variables/forEach.md": "for await async for",
};

/** The local search. */
export const search: NonNullable<DefaultTheme.Config["search"]> = {
  provider: "local",
  options: {
    // Conformance tables and API reports repeat the names of all pages, so they would hide the guide and the reference.
    _render(text, env, md) {
      const path: string = env.relativePath;
      if (/^(conformance\/test_|api\/)/.test(path)) return "";
      const html = md.render(text, env);
      const words = Object.entries(synonyms).find(([page]) => path.endsWith(page))?.[1];
      return words === undefined ? html : html.replace(' <a class="header-anchor"', ` (${words})$&`);
    },
    miniSearch: {
      // These functions run in the browser too, so they use nothing from outside.
      options: {
        // `asyncio.wait_for` and `Promise.all` are found as a whole, and by their parts.
        tokenize: (text: string) => {
          const words = text.split(/[^\p{L}\p{N}_.$-]+/u).map((word) => word.replace(/^[.-]+|[.-]+$/g, ""));
          return words.flatMap((word) => (/[.-]/.test(word) ? [word, ...word.split(/[.-]+/)] : [word])).filter((word) => word !== "");
        },
        // `wait_for` and `waitFor` are the same word.
        processTerm: (term: string) => term.toLowerCase().replaceAll("_", ""),
      },
      searchOptions: { boostDocument: (id: string) => (id.includes("/guide/") ? 1.3 : 1) },
    },
  },
};
