import { MagicString, type SourceMap } from "magic-string";
import { addedCode } from "./added-code.ts";
import { Marker } from "./marker.ts";
import { freeNames } from "./names.ts";
import { beginningOf, exportedNames } from "./scopes.ts";
import { type Format, parse, walk } from "./syntax.ts";

/** A star that may belong to a generator. Comments match too. */
const STAR = /\*\s*[\w$#"'[(</]/;

/** A marked file. */
export interface MarkedCode {
  /** The source with the marks. */
  readonly code: string;
  /** The source map of the marked code. */
  readonly map: SourceMap;
}

/** How a file is marked. */
export interface MarkOptions {
  /** The module that exports `coroutine`. Default: `asyncio-ts`. */
  readonly from?: string | undefined;
  /** The kind of module. By default the extension and the syntax of the file decide. */
  readonly format?: Format | undefined;
  /**
   * Whether exported declarations get a new value, so that dropped coroutines are reported. Default: true. webpack would not
   * hoist them any more.
   */
  readonly reassignsExports?: boolean | undefined;
}

/**
 * Marks the coroutine functions of a file, as `coroutine(…)` does by hand. No line moves.
 *
 * @param code JavaScript or TypeScript, with or without JSX
 * @param file its name; the extension says the language
 * @returns null if there is nothing to mark, or if the code has an error
 */
export function mark(code: string, file: string, options: MarkOptions = {}): MarkedCode | null {
  const { from = "asyncio-ts", format, reassignsExports = true } = options;
  if (!STAR.test(code)) return null;
  const syntax = parse(file, code, format);
  if (syntax === null) return null;

  const names = freeNames(code);
  const edits = new MagicString(code);
  const marker = new Marker(code, edits, syntax, names, reassignsExports ? new Set() : exportedNames(syntax.program));
  if (!syntax.isModule) {
    const { at, before } = beginningOf(code, syntax.program);
    edits.appendLeft(at, `${before}const { coroutine: ${names.coroutine} } = require(${JSON.stringify(from)}); `);
  }
  walk(syntax.program, (node, parents) => marker.visit(node, parents));
  if (marker.used.size === 0) return null;

  // At the end, so that it is evaluated after the file's own imports.
  const imported = syntax.isModule ? `import { coroutine as ${names.coroutine} } from ${JSON.stringify(from)};\n` : "";
  edits.append(`\n${imported}${addedCode(names, marker.used, marker.keys)}\n`);
  return { code: edits.toString(), map: edits.generateMap({ source: file, includeContent: true, hires: "boundary" }) };
}
