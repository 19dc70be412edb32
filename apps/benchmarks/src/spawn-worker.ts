import { execFile } from "node:child_process";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { calibrate } from "./interference.ts";
import type { Interpreter } from "./interpreter.ts";
import type { PeerName } from "./peers.ts";
import type { Sample, Workload } from "./workload.ts";

/** Milliseconds after which a process counts as failed. */
const TIMEOUT = 60_000;

/** Milliseconds of the calibration. */
const CALIBRATION = 1_000;

const worker = fileURLToPath(new URL("../dist/worker.js", import.meta.url));
const echoClient = fileURLToPath(new URL("../dist/echo-client.js", import.meta.url));
const pythonWorker = fileURLToPath(new URL("../src/worker.py", import.meta.url));

/** The result of the calibration, undefined before it. */
let baseline: number | undefined;

/** The result of a process, or the reason of its failure. */
export type Outcome = Sample | { failure: string };

/** Measures a workload for a peer in a new process. */
export async function spawnWorker(workload: Workload, peer: PeerName, interpreter: Interpreter | null): Promise<Outcome> {
  const [file, args] =
    peer === "cpython"
      ? [interpreter!.path, [pythonWorker, workload.python!, workload.name, String(workload.operations)]]
      : [process.execPath, ["--expose-gc", worker, workload.name, peer, String((baseline ??= await calibrate(CALIBRATION)))]];
  const env = { ...process.env, ECHO_CLIENT: [process.execPath, echoClient].join(delimiter) };
  try {
    const { stdout } = await promisify(execFile)(file, args, { timeout: TIMEOUT, env });
    return JSON.parse(stdout) as Sample;
  } catch (error) {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string };
    if (killed === true) return { failure: `took longer than ${TIMEOUT / 1000} s` };
    return { failure: /^(?:\w+: )*\w*Error.*$/m.exec(stderr ?? "")?.[0] ?? String(error) };
  }
}
