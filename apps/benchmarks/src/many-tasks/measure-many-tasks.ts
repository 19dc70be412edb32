import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { markdownTable } from "markdown-table";
import { findInterpreter } from "../interpreter.ts";
import { formatNumber } from "../number-format.ts";
import { peers, type PeerName } from "../peers.ts";
import { programs } from "./programs.ts";
import type { Figures } from "./stages.ts";

/** Megabytes of heap that a process may use, far above its need. */
const HEAP = 16_000;

const worker = fileURLToPath(new URL("../../dist/many-tasks/worker.js", import.meta.url));
const pythonWorker = fileURLToPath(new URL("../../src/many-tasks/worker.py", import.meta.url));

/** Parks `count` tasks at the same time, and cancels them, once for each peer. Returns the figures as Markdown. */
export async function measureManyTasks(count: number): Promise<string> {
  const interpreter = findInterpreter();
  const rows: string[][] = [];
  for (const peer of Object.keys(programs) as PeerName[]) {
    const args = [`--max-old-space-size=${HEAP}`, "--expose-gc", worker, peer, String(count)];
    rows.push(await measured(peer, count, process.execPath, args));
  }
  if (interpreter !== null) rows.push(await measured("cpython", count, interpreter.path, [pythonWorker, String(count)]));
  const head = [`${count.toLocaleString("en")} tasks on one loop`, "bytes a task", "start and park, s", "cancel and await, s"];
  return markdownTable([head, ...rows], { align: ["l", "r", "r", "r"] });
}

async function measured(peer: PeerName, count: number, file: string, args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(file, args);
  const { bytes, parking, cancelling, cleaned } = JSON.parse(stdout) as Figures;
  if (cleaned !== count) throw new Error(`${peer}: ${count} tasks were expected to clean up, ${cleaned} did`);
  return [peers[peer], ...[bytes, parking, cancelling].map(formatNumber)];
}
