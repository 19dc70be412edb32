import { join } from "node:path";
import { publicPackages } from "../checks/public-packages.ts";

/** A name of an import, and the source file for it. */
export interface SourceAlias {
  readonly find: RegExp;
  readonly replacement: string;
}

/** Returns an alias for each entry and each `#import` of the packages below `root`: with them, tests import the sources. */
export function sourceAliases(root: string): SourceAlias[] {
  return publicPackages(root).flatMap(({ name, folder, manifest: { exports = {}, imports = {} } }) => {
    const entries = Object.entries(exports).map(([path, { default: file }]) => ({ find: name + path.slice(1), file }));
    const own = Object.entries(imports).map(([find, { default: file }]) => ({ find, file }));
    return [...entries, ...own].flatMap(({ find, file }) => {
      const source = file?.replace("./dist/", "./src/").replace(/\.js$/, ".ts");
      return source === undefined ? [] : [{ find: new RegExp(`^${find}$`), replacement: join(root, folder, source) }];
    });
  });
}
