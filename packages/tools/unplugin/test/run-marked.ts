import { coroutine } from "asyncio-ts";
import { mark, type MarkOptions } from "@asyncio-ts/unplugin";

/** Marks the body of a module, runs it, and returns what it returns. Names that it lacks are in `globals`. */
export function runMarked(code: string, globals: Record<string, unknown> = {}, options: MarkOptions = {}): any {
  const { code: marked } = mark(code, "program.cjs", { format: "commonjs", ...options })!;
  const names = ["require", ...Object.keys(globals)];
  // oxlint-disable-next-line typescript/no-implied-eval -- a test of generated code
  return new Function(...names, marked)(() => ({ coroutine }), ...Object.values(globals));
}
