import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Project, ts } from "ts-morph";
import { CliError } from "../cli-error.ts";

/** The sources of a program, and the files of them that the codemod converts. */
export interface LoadedProject {
  readonly project: Project;
  readonly paths: ReadonlySet<string>;
}

const EXTENSIONS = "{ts,tsx,mts,cts,js,jsx,mjs,cjs}";

/**
 * Reads the sources of a program, with the types of its packages.
 *
 * @param given files and folders to convert
 * @param options.project the tsconfig.json; the nearest one by default
 * @param options.ignore globs of files that are not converted
 * @throws CliError if a path does not exist, or holds no source
 */
export function loadProject(given: readonly string[], options: { project?: string; ignore?: string[] }): LoadedProject {
  const { ignore = [], project: tsconfig } = options;
  const missing = [...given, ...(tsconfig === undefined ? [] : [tsconfig])].find((path) => !existsSync(path));
  if (missing !== undefined) throw new CliError(`There is no file or folder ${missing}.`);
  const configFile = tsconfig ?? nearestConfig(resolve(given[0]!));
  const project = new Project({
    ...(configFile !== undefined && { tsConfigFilePath: configFile }),
    // Types of foreign packages decide which calls are bridged, also in JavaScript.
    compilerOptions: { allowJs: true, noEmit: true, skipLibCheck: true, ...(configFile === undefined && defaults) },
  });
  // TypeScript 6 finds the types of Node and others only if asked.
  if (project.getCompilerOptions().types === undefined) project.compilerOptions.set({ types: ["*"] });
  const globs = given.map((path) => (statSync(path).isDirectory() ? `${path}/**/*.${EXTENSIONS}` : path));
  const added = project.addSourceFilesAtPaths([...globs, "!**/node_modules/**", "!**/*.d.ts", ...ignore.map((glob) => `!${glob}`)]);
  if (added.length === 0) throw new CliError(`${given.join(", ")}: source files were expected, there are none.`);
  return { project, paths: new Set(added.map((file) => file.getFilePath() as string)) };
}

const defaults: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  strict: true,
};

/** Returns the tsconfig.json of the nearest folder that has one, up to the folder of the package. */
function nearestConfig(path: string): string | undefined {
  const file = join(path, "tsconfig.json");
  if (existsSync(file)) return file;
  const isPackage = existsSync(join(path, "package.json"));
  const parent = dirname(path);
  return isPackage || parent === path ? undefined : nearestConfig(parent);
}
