import { createSubprocessShell, PIPE } from "@asyncio-ts/node";
import { forEach, timeout, TimeoutError } from "asyncio-ts";
import { print, run } from "../harness.ts";

const decoder = new TextDecoder();
const text = (bytes: Uint8Array) => decoder.decode(bytes).trimEnd();

function* grep(pattern: string, command: string, limit: number) {
  print(`$ ${command} | grep ${pattern}`);
  using process = yield* createSubprocessShell(command, { stdout: PIPE });
  let found = 0;
  try {
    yield* timeout(limit, function* () {
      yield* forEach(process.stdout!, function* (line) {
        if (!text(line).includes(pattern)) return;
        print(text(line));
        found++;
      });
    });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    print("The time limit is reached: the process is killed");
    process.kill();
  }
  const code = yield* process.wait();
  print(`${found} lines, exit code ${code}`);
}

function* main() {
  const lines = String.raw`printf 'ok\nerror: disk\nok\nerror: fan\n'`;
  yield* grep("error", lines, 10_000);
  yield* grep("error", "echo error: fan; exec sleep 60", 500);
}

await run(main());
