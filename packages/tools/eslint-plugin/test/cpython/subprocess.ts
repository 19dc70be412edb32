// asyncio-subprocess: the output of a command, and the date from another process.
import { createSubprocessExec, createSubprocessShell, PIPE } from "@asyncio-ts/node";
import { gather, run } from "asyncio-ts";

const text = (bytes: Uint8Array | null) => new TextDecoder().decode(bytes ?? new Uint8Array());

function* runCommand(cmd: string) {
  const proc = yield* createSubprocessShell(cmd, { stdout: PIPE, stderr: PIPE });
  const [stdout, stderr] = yield* proc.communicate();
  console.log(`[${cmd} exited with ${proc.returncode}]`);
  if (stdout?.length) console.log(`[stdout]\n${text(stdout)}`);
  if (stderr?.length) console.log(`[stderr]\n${text(stderr)}`);
}

function* getDate() {
  const proc = yield* createSubprocessExec("date", [], { stdout: PIPE });
  const data = yield* proc.stdout!.readline();
  yield* proc.wait();
  return text(data).trimEnd();
}

function* main() {
  yield* gather(runCommand("ls /zzz"), runCommand("sleep 1; echo hello"));
  console.log(`Current date: ${yield* getDate()}`);
}

await run(main());
