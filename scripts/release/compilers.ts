import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

function compiler(alias: string): string {
  return join(dirname(require.resolve(`${alias}/package.json`)), "bin/tsc");
}

/** The compilers that users' programs have to pass, by the version of TypeScript. */
export const compilers: Record<string, string> = {
  "5.6": compiler("typescript-5.6"),
  "5.9": compiler("typescript-5.9"),
  "7": compiler("@typescript/native"),
};
