import { coroutine } from "asyncio-ts";
import { print } from "../harness.ts";

const func = coroutine(function* func() {
  return 10;
});

const f = func();
print(f);
