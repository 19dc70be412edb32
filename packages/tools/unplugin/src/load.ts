import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import remapping from "@jridgewell/remapping";
import { mark } from "./index.ts";
import { markedFiles } from "./marked-files.ts";
import type { Options } from "./options.ts";

/** A module as Node's loader hands it on. */
export interface Loaded {
  readonly format?: string | null | undefined;
  readonly source?: string | ArrayBuffer | NodeJS.TypedArray | undefined;
}

/** Returns the function that marks modules when they are loaded. */
export function marksModules(options: Options): <L extends Loaded>(url: string, loaded: L) => L {
  const isMarked = markedFiles(options);
  return (url, loaded) => {
    const { format, source } = loaded;
    const kind = /^(module|commonjs)(?:-typescript)?$/.exec(format ?? "")?.[1] as "module" | "commonjs" | undefined;
    if (kind === undefined || source === undefined || source === null || !url.startsWith("file:")) return loaded;
    const file = fileURLToPath(url.replace(/[?#].*$/, ""));
    if (!isMarked(file)) return loaded;
    const code = typeof source === "string" ? source : new TextDecoder().decode(source);
    const marked = mark(code, file, { from: options.from, format: kind });
    if (marked === null) return loaded;
    const map = remapping({ ...JSON.parse(String(marked.map)), sources: [url] }, (source) =>
      source === url ? earlierMap(code, file) : null,
    );
    const comment = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map.toString()).toString("base64")}\n`;
    return { ...loaded, source: marked.code + comment };
  };
}

/** Returns the source map that a file names: the file was compiled from another one. */
function earlierMap(code: string, file: string): string | null {
  const named = [...code.matchAll(/^\/\/[#@] sourceMappingURL=(\S+)\s*$/gm)].at(-1)?.[1];
  if (named === undefined) return null;
  try {
    const data = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(named);
    if (data === null) return readFileSync(resolve(dirname(file), decodeURIComponent(named)), "utf8");
    return data[1] === undefined ? decodeURIComponent(data[2]!) : Buffer.from(data[2]!, "base64").toString();
  } catch {
    return null;
  }
}
