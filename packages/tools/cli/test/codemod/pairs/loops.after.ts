import { type Coroutine, forEach, iterate } from "asyncio-ts";
// `for await`: forEach where the body goes on to the next item, else iterate.
function lines(): AsyncIterable<string> {
  return new Blob(["one\ntwo\nthree"]).stream().pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>;
}

function* shout(text: string): Coroutine<string> {
  return text.toUpperCase();
}

function* firstLong(limit: number): Coroutine<string | undefined> {
  const items = iterate(lines());
  try {
    while (yield* items.next()) {
      const text = items.value;
      if (text.length < limit) continue;
      return yield* shout(text);
    }
  } finally {
    yield* items.close();
  }
  return undefined;
}

export function* main(): Coroutine<unknown> {
  const log: string[] = [];
  yield* forEach(lines(), function* (text) {
    log.push(yield* shout(text));
  });
  return [log, yield* firstLong(3), yield* firstLong(100)];
}
