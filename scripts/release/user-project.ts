import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { hostNode } from "../checks/host-node.ts";
import { compilers } from "./compilers.ts";
import { outputOf } from "./program.ts";

/** A user's project outside this repository, with the machine's npm and Node and the registry of the release. */
export class UserProject {
  readonly folder: string;
  /** Whether its programs have the types of Node, and `skipLibCheck` because of these types. */
  isLenient = false;
  private configs = 0;

  constructor(name: string, registry: string = inject("registry")) {
    this.folder = join(inject("outside"), name.replace("/", "-"));
    mkdirSync(this.folder);
    this.write("package.json", JSON.stringify({ name: "a-users-project", private: true, type: "module" }));
    this.write(".npmrc", `registry=${registry}\ncache=${join(inject("outside"), "npm-cache")}\naudit=false\nfund=false\n`);
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** Writes a package into a folder of the project, for the program to install. */
  plant(name: string, dependencies: Record<string, string>, code: string): void {
    mkdirSync(join(this.folder, name));
    this.write(join(name, "package.json"), JSON.stringify({ name, version: "1.0.0", type: "module", exports: "./index.js", dependencies }));
    this.write(join(name, "index.js"), code);
  }

  install(...packages: string[]): Promise<string> {
    return this.program("npm", "install", ...packages);
  }

  /**
   * Type-checks the programs under a user's strictest settings, without the compiler's own declarations.
   *
   * @returns the compiler's errors; empty if there are none
   */
  async typeCheck(version: string, resolution: "bundler" | "nodenext"): Promise<string> {
    const module = resolution === "bundler" ? "esnext" : "nodenext";
    try {
      return await this.compile(version, { module, moduleResolution: resolution, noEmit: true });
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** Compiles a program, runs it with variables in its environment, and returns its stdout. */
  async run(program: string, variables: NodeJS.ProcessEnv = {}): Promise<string> {
    const outDir = `out-${program}`;
    await this.compile("7", { module: "nodenext", outDir }, [`${program}.ts`]);
    return outputOf(this.folder, hostNode, [join(outDir, `${program}.js`)], { ...env, ...variables });
  }

  private compile(version: string, options: Record<string, unknown>, files?: string[]): Promise<string> {
    const target = { target: "es2022", lib: ["es2022", "dom"], types: this.isLenient ? ["node"] : [], rootDir: "." };
    const strictest = { strict: true, skipLibCheck: this.isLenient, skipDefaultLibCheck: true };
    const config = `tsconfig.${this.configs++}.json`;
    this.write(config, JSON.stringify({ compilerOptions: { ...target, ...strictest, ...options }, files }));
    return this.program(hostNode, compilers[version]!, "--project", config);
  }

  program(command: string, ...args: string[]): Promise<string> {
    return outputOf(this.folder, command, args, env);
  }
}

/** The environment of a user's shell: without the tools' Node, and without the variables of pnpm and vitest. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|vitest|node_env$)/i.test(name)));
env["PATH"] = (env["PATH"] ?? "")
  .split(":")
  .filter((folder) => !folder.includes("node_modules"))
  .join(":");
