import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Fault } from "./fault.ts";

/** What a mutant is a copy of. */
const names = ["asyncio-ts", "@asyncio-ts/loop", "@asyncio-ts/sync", "@asyncio-ts/tasks", "@asyncio-ts/testing"];

/** A copy of the built packages with one fault in it. */
export class Mutant {
  readonly #root: string = mkdtempSync(join(tmpdir(), "conformance-"));

  /** @throws Error when the fault's text does not stand exactly once in its package: it must follow the code it spoils */
  constructor({ package: spoiled, find, replace }: Fault) {
    for (const copied of names) cpSync(home(copied), this.#home(copied), { recursive: true, filter: isShipped });
    const folder = join(this.#home(`@asyncio-ts/${spoiled}`), "dist");
    const files = globSync("*.js", { cwd: folder }).map((name) => join(folder, name));
    let times = 0;
    for (const file of files) {
      const parts = readFileSync(file, "utf8").split(find);
      times += parts.length - 1;
      writeFileSync(file, parts.join(replace));
    }
    if (times !== 1) {
      this.remove();
      throw new Error(`its text stands ${times} times in ${spoiled}, not once`);
    }
  }

  /** Where to import one of its packages from. */
  url(name: string): string {
    return pathToFileURL(join(this.#home(name), "dist/index.js")).href;
  }

  remove(): void {
    rmSync(this.#root, { recursive: true });
  }

  #home(name: string): string {
    return join(this.#root, "node_modules", name);
  }
}

function home(name: string): string {
  return dirname(dirname(fileURLToPath(import.meta.resolve(name))));
}

function isShipped(path: string): boolean {
  return !/[\\/](node_modules|src|test)$/.test(path);
}
