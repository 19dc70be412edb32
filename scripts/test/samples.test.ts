// Type-checks every sample of the READMEs, the docs and the doc comments as a user's program, and runs it in a process of its
// own. A sample has to end, and to print the texts of its `// prints …` comments.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { outputOf } from "../checks/sample-output.ts";
import { hasRedis, needsRedis, startRedis } from "../checks/sample-redis.ts";
import { type Sample, samplesIn, samplesOf } from "../checks/samples.ts";

const root = join(import.meta.dirname, "../..");
const workshop = join(import.meta.dirname, "../.samples");
const samples = samplesOf(root, ["*.md", "docs/**/*.md", "packages/**/*.md", "packages/**/src/**/*.ts"]);

describe("a sample", () => {
  test("in Markdown is a ts block, with its expected output", () => {
    const text = "# Title\n\n```ts\nconsole.log(1); // prints 1\n```\n\n```js\nno\n```\n";
    expect(samplesIn("README.md", text)).toEqual([{ file: "README.md", line: 4, code: "console.log(1); // prints 1", prints: "1\n" }]);
  });

  test("may have a title, such as the name of a tab", () => {
    expect(samplesIn("a.md", "```ts [TypeScript]\nconsole.log(1);\n```")).toMatchObject([{ line: 2, code: "console.log(1);" }]);
  });

  test("in a source is a ts block of a doc comment", () => {
    const text = "/**\n * @example\n * ```ts\n * if (true) {\n *   console.log(1);\n * }\n * // prints 1\n * ```\n */\nexport {};";
    expect(samplesIn("a.ts", text)).toMatchObject([{ line: 4, code: "if (true) {\n  console.log(1);\n}\n// prints 1", prints: "1\n" }]);
  });

  test("without a closing fence is an error", () => {
    expect(() => samplesIn("README.md", "```ts\n1;")).toThrow("README.md:2: the sample does not end");
  });
});

describe("the samples", () => {
  let diagnostics: string[];

  beforeAll(() => {
    rmSync(workshop, { recursive: true, force: true });
    const options = {
      target: "es2022",
      lib: ["es2022", "dom"],
      types: ["node"],
      module: "nodenext",
      moduleDetection: "force",
      strict: true,
      rootDir: ".",
      outDir: "out",
    };
    write("package.json", '{ "type": "module" }');
    write("tsconfig.json", JSON.stringify({ compilerOptions: options }));
    // A sample keeps its line number, so that messages lead to it.
    for (const sample of samples) write(`${nameOf(sample)}.ts`, "\n".repeat(sample.line - 1) + sample.code);
    diagnostics = spawnSync("tsc", ["--project", workshop], { cwd: workshop, encoding: "utf8" }).stdout.split("\n");
  });

  // Without the errors in the declarations of other libraries.
  test("type-check together", () => {
    const known = [...samples.map(nameOf), "../../node_modules/"];
    expect(diagnostics.filter((line) => line.includes("error TS") && !known.some((name) => line.startsWith(name)))).toEqual([]);
  });

  test.concurrent.for(samples.filter((sample) => !needsRedis(sample)))("$file:$line", async (sample, { expect }) => {
    expect(await resultOf(sample)).toBe(sample.prints);
  });

  // There is no redis-server: apt-get install redis-server.
  describe.skipIf(!hasRedis)("that need a Redis", () => {
    let url: string;

    beforeAll(async () => {
      const redis = await startRedis();
      url = redis.url;
      return redis.stop;
    });

    test.for(samples.filter(needsRedis))("$file:$line", async (sample) => {
      expect(await resultOf(sample, { REDIS_URL: url })).toBe(sample.prints);
    });
  });

  /** Returns the output of a sample, or the mistakes that its types have. */
  async function resultOf(sample: Sample, env?: NodeJS.ProcessEnv): Promise<string> {
    const mistakes = diagnostics.filter((line) => line.startsWith(nameOf(sample)));
    const program = join(workshop, "out", `${nameOf(sample)}.js`);
    if (mistakes.length > 0 || !existsSync(program)) return `does not compile:\n${mistakes.join("\n")}`;
    return await outputOf(program, undefined, env);
  }

  function nameOf({ file, line }: Sample): string {
    return `${file}.${line}`;
  }

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(workshop, file)), { recursive: true });
    writeFileSync(join(workshop, file), text);
  }
});
