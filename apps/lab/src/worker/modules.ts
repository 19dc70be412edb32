/** The modules that programs can import. Each is loaded when a program imports it. */
const LOADERS: Readonly<Record<string, () => Promise<object>>> = {
  "asyncio-ts": () => import("asyncio-ts"),
  "@asyncio-ts/loop": () => import("@asyncio-ts/loop"),
  "@asyncio-ts/promise": () => import("@asyncio-ts/promise"),
  "@asyncio-ts/rxjs": () => import("@asyncio-ts/rxjs"),
  "@asyncio-ts/sync": () => import("@asyncio-ts/sync"),
  "@asyncio-ts/tasks": () => import("@asyncio-ts/tasks"),
  "@asyncio-ts/testing": () => import("@asyncio-ts/testing"),
  "@asyncio-ts/trace": () => import("@asyncio-ts/trace"),
  rxjs: () => import("rxjs"),
};

/** The modules that get the lab's `run` in place of their own. */
const WITH_RUN = new Set(["asyncio-ts", "@asyncio-ts/tasks"]);

/** Returns the module of a name. */
export type Require = (name: string) => object;

/**
 * Loads modules, so that a program can import them at once.
 *
 * @param replaced the exports that the lab has versions of its own for
 * @throws Error if the lab has no such module
 */
export async function loadModules(names: readonly string[], replaced: object): Promise<Require> {
  const modules = new Map<string, object>();
  for (const name of names) {
    const load = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
    if (load === undefined) throw new Error(`the lab has no module "${name}"; programs can import ${Object.keys(LOADERS).join(", ")}`);
    const loaded = await load();
    modules.set(name, checkedModule(name, WITH_RUN.has(name) ? { ...loaded, ...replaced } : loaded));
  }
  return (name) => modules.get(name)!;
}

/** Returns a module as compiled imports expect it. A name that it does not have is an error, as in other modules. */
function checkedModule(name: string, module: object): object {
  return new Proxy(module, {
    get(exports, key) {
      if (key === "__esModule") return true;
      // A promise that is resolved with a module looks for `then`.
      const isMissing = typeof key === "string" && key !== "then" && !(key in exports);
      if (isMissing) throw new SyntaxError(`the module "${name}" has no export named "${key}"`);
      return Reflect.get(exports, key);
    },
  });
}
