/** A glob, a regular expression, or several of them. A glob is relative to the working directory. */
export type Pattern = string | RegExp | readonly (string | RegExp)[];

/** What is marked, and when. */
export interface Options {
  /** The files that are marked. Default: JavaScript and TypeScript, also in a component's script block. */
  readonly include?: Pattern;
  /** The files that are left as they are. Default: those in `node_modules`. An empty list excludes nothing. */
  readonly exclude?: Pattern;
  /** Whether a build for production is marked too. Default: false. */
  readonly production?: boolean;
  /** The module that exports `coroutine`. Default: `asyncio-ts`. A program of core packages alone sets `@asyncio-ts/tasks`. */
  readonly from?: string;
}
