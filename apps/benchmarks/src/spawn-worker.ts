import { execFile } from "node:child_process";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Interpreter } from "./interpreter.ts";
import { fullPace } from "./pace.ts";
import type { PeerName } from "./peers.ts";
import type { Finding, Workload } from "./workload.ts";

/** Milliseconds that one process may take. */
const PATIENCE = 60_000;

const worker = fileURLToPath(new URL("../dist/worker.js", import.meta.url));
const echoClient = fileURLToPath(new URL("../dist/echo-client.js", import.meta.url));
const pythonWorker = fileURLToPath(new URL("../src/worker.py", import.meta.url));

/** Milliseconds for which it is found out what the full pace is. */
const CALIBRATION = 1_000;

/** The full pace of this machine, once it is known. */
let full: number | undefined;

/** What became of a process: what it found, or why it found nothing. */
export type Outcome = Finding | { failure: string };

/** Measures a workload for a peer in a fresh process. */
export async function spawnWorker(workload: Workload, peer: PeerName, interpreter: Interpreter | null): Promise<Outcome> {
  const [file, args] =
    peer === "cpython"
      ? [interpreter!.path, [pythonWorker, workload.python!, workload.name, String(workload.operations)]]
      : [process.execPath, ["--expose-gc", worker, workload.name, peer, String((full ??= await fullPace(CALIBRATION)))]];
  const env = { ...process.env, ECHO_CLIENT: [process.execPath, echoClient].join(delimiter) };
  try {
    const { stdout } = await promisify(execFile)(file, args, { timeout: PATIENCE, env });
    return JSON.parse(stdout) as Finding;
  } catch (error) {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string };
    if (killed === true) return { failure: `took longer than ${PATIENCE / 1000} s` };
    return { failure: /^(?:\w+: )*\w*Error.*$/m.exec(stderr ?? "")?.[0] ?? String(error) };
  }
}
