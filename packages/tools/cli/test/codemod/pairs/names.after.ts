import { CancelledError, type Coroutine, gather as asyncioGather, sleep as asyncioSleep } from "asyncio-ts";
// Names that the file has already.
const sleep = (ms: number) => asyncioSleep(ms);

export function* main(): Coroutine<unknown> {
  const gather: number[] = [];
  const error = "no error";
  try {
    yield* sleep(1);
    gather.push(...(yield* asyncioGather(Promise.resolve(1), Promise.resolve(2))));
  } catch (asyncioError) {
    if (asyncioError instanceof CancelledError) throw asyncioError;
    return error;
  }
  return gather;
}
