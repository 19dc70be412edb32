import { type Coroutine, createTask, sleep } from "asyncio-ts";
import { fromPromise, toPromise } from "@asyncio-ts/promise";
// Calls that are not awaited start at once, as before.
const log: string[] = [];

function* note(text: string): Coroutine<string> {
  log.push(`begin ${text}`);
  yield* sleep(0);
  log.push(`end ${text}`);
  return text;
}

function noteLater(text: string): Promise<string> {
  return toPromise(note(text), { eagerStart: true }).then((noted) => `${noted}!`);
}

export function* main(): Coroutine<unknown> {
  void createTask(note("a"), { eagerStart: true });
  const later = toPromise(note("b"), { eagerStart: true });
  log.push("called");
  return [
    yield* fromPromise(noteLater("c")),
    yield* fromPromise(later),
    yield* (function* () {
      return yield* note("d");
    })(),
    log,
  ];
}
