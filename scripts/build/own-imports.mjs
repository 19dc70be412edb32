import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(resolve("package.json"));

/** An `index` that does nothing but load `lowlevel`. */
const LOADS_LOWLEVEL =
  /^(?:import \{[^}]*\} from "\.\/lowlevel\.js";\s*export \{[^}]*\};|export \{[^}]*\} from "\.\/lowlevel\.js";)\s*(?:\/\/#.*)?\s*$/;

/**
 * Returns the entry from which a build imports an own package: `lowlevel`, if `index` only loads it as well. A file less costs each
 * program a millisecond. Of other packages `lowlevel` is a part with names of its own.
 */
export function secondDoor(specifier) {
  try {
    require.resolve(`${specifier}/lowlevel`);
    return LOADS_LOWLEVEL.test(readFileSync(require.resolve(specifier), "utf8")) ? `${specifier}/lowlevel` : specifier;
  } catch {
    return specifier;
  }
}

/** Replaces each `export *` of an own package by the names that its `index` exports, because `lowlevel` has more. */
export async function namedExports(code) {
  const stars = [...code.matchAll(/^export \* from "(@asyncio-ts\/[\w-]+)";$/gm)];
  for (const [star, specifier] of stars) {
    const names = Object.keys(await import(require.resolve(specifier)));
    code = code.replace(star, `export { ${names.join(", ")} } from "${specifier}";`);
  }
  return code;
}
