import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { markdownTable } from "markdown-table";
import { formatNumber, formatSpread } from "../number-format.ts";
import { median, spread } from "../statistics.ts";
import { writeCopy } from "./copy.ts";
import { cuts } from "./cuts.ts";
import { uses } from "./uses.ts";

/** Measures the cost of the seams, unused and in use. Returns Markdown. */
export async function measureSeams(rounds: number): Promise<string> {
  return `${await unused(rounds)}\n\n${await inUse(rounds)}`;
}

/** Compares a copy of the packages with one without the seams. */
async function unused(rounds: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "asyncio-ts-seams-"));
  try {
    const [whole, without] = [join(folder, "whole.mjs"), join(folder, "cut.mjs")];
    await writeCopy(whole, false);
    const found = await writeCopy(without, true);
    const body = [];
    const ratios = [];
    for (let round = 1; round <= rounds; round++) {
      // The copy that is loaded first has an advantage, so both orders are measured.
      const [first, second] = [await measurePair(whole, without), await measurePair(without, whole)];
      const wholeNs = Math.sqrt(first[0] * second[1]);
      const cutNs = Math.sqrt(first[1] * second[0]);
      ratios.push(wholeNs / cutNs);
      body.push([String(round), wholeNs.toFixed(1), cutNs.toFixed(1), share(wholeNs / cutNs)]);
    }
    body.push(["median", "", "", share(median(ratios))]);
    const table = markdownTable([["round", "with seams, ns a switch", "without seams, ns", "cost of unused seams"], ...body], {
      align: "r",
    });
    const places = cuts.map((cut) => `${cut.name} ${found.get(cut)}`).join(", ");
    return `The packages, beside a copy with the unused hooks cut out (number of places: ${places}):\n\n${table}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Measures a task switch with each of the uses. */
async function inUse(rounds: number): Promise<string> {
  const names = Object.keys(uses);
  const figures = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) figures.get(name)!.push(Number(await worker("use-worker", name)));
  }
  const nothing = figures.get("nothing")!;
  const body = names.map((name) => {
    const values = figures.get(name)!;
    return [
      name,
      `${formatNumber(median(values))} ${formatSpread(spread(values))}`,
      `${formatNumber(median(values.map((value, round) => value / nothing[round]!)))}×`,
    ];
  });
  return `In use:\n\n${markdownTable([["in use", "ns a switch", "÷ nothing"], ...body], { align: ["l", "r", "r"] })}`;
}

/** Measures the nanoseconds of a task switch in two copies, which take turns. */
async function measurePair(...files: [string, string]): Promise<[number, number]> {
  return JSON.parse(await worker("cut-worker", ...files.map((file) => pathToFileURL(file).href))) as [number, number];
}

async function worker(name: string, ...args: string[]): Promise<string> {
  const file = fileURLToPath(new URL(`../../dist/seams/${name}.js`, import.meta.url));
  return (await promisify(execFile)(process.execPath, [file, ...args])).stdout;
}

function share(ratio: number): string {
  return `${((ratio - 1) * 100).toFixed(1)} %`;
}
