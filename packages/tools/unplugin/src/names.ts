/** The names that marking adds to a file. */
export interface Names {
  readonly coroutine: string;
  readonly mark: string;
  readonly markMethods: string;
  readonly markPrivate: string;
  readonly keyOf: string;
  readonly key: string;
  readonly anonymous: string;
  /** The end of the names of private methods. */
  readonly suffix: string;
}

/** Returns names that a file does not contain. */
export function freeNames(code: string): Names {
  let prefix = "__asyncio";
  while (code.includes(prefix)) prefix += "_";
  const named = (name: string) => `${prefix}_${name}`;
  return {
    coroutine: named("coroutine"),
    mark: named("mark"),
    markMethods: named("markMethods"),
    markPrivate: named("markPrivate"),
    keyOf: named("keyOf"),
    key: named("key"),
    anonymous: named("default"),
    suffix: prefix,
  };
}
