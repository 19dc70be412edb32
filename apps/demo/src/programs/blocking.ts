import { fileURLToPath } from "node:url";
import { BlockingLoop } from "@asyncio-ts/node";
import { gather, run, sleep } from "asyncio-ts";
import { print } from "../harness.ts";

function pathOf(name: string) {
  const url = new URL(`../../src/programs/${name}.ts`, import.meta.url);
  return fileURLToPath(url);
}

// A plain function. It returns a number, not a promise of one.
function linesOf(...names: string[]): number {
  const loop = new BlockingLoop();

  function* count(name: string) {
    const read = [pathOf(name), "utf8"];
    const text = yield* loop.io<string>(
      "node:fs/promises",
      "readFile",
      read,
    );
    print(`${name} is read`);
    return text.trimEnd().split("\n").length;
  }

  function* main() {
    const counts = yield* gather(...names.map(count), sleep(300, 0));
    return counts.reduce((sum, lines) => sum + lines);
  }

  return run(main, { loop });
}

print("Three files are read at the same time, and a sleep of 0.3 s");
const lines = linesOf("hello-world", "concurrent", "timeout");
print(`They have ${lines} lines`);
print(`One more sum: ${lines + linesOf("blocking")}`);
